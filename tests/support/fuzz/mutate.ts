import type { Random } from './random.ts'

/** JSON texts that take the place of a value: wrong types, huge counts, names of inherited properties, depth. */
const hostileValues = [
  'null',
  'true',
  '0',
  '-1',
  '1.5',
  '1e308',
  '9007199254740993',
  '-2147483649',
  '""',
  '" "',
  '"\\u0000"',
  '"\\ud800"',
  '"__proto__"',
  '"constructor"',
  '"a\\r\\nb: c"',
  '"../../etc/passwd"',
  '"00000000-0000-0000-0000-000000000000"',
  JSON.stringify('x'.repeat(5000)),
  JSON.stringify('\u0301'.repeat(500)),
  '[]',
  '{}',
  '[[[]]]',
  '{"$ne":null}',
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"toString":1,"length":1e9,"then":1}',
  '{"_placeholder":true,"num":0}',
  '{"type":"Buffer","data":[1,2,3]}',
  `[${'0,'.repeat(2000)}0]`,
  `${'['.repeat(3000)}${']'.repeat(3000)}`,
  'undefined',
  'NaN',
  '{',
]

/** Texts that mean something to one protocol or another. */
export const hostileTexts = [
  '',
  '\0',
  '\r\n',
  '\r\n\r\n',
  '\x1e',
  '%00',
  '%',
  '../',
  '"',
  '{',
  '[',
  ',',
  '-',
  '1000000000',
  '😀',
]

/** The input as JSON text with one or more of its values replaced, removed or given twice. */
export function mutateJson(random: Random, input: Record<string, unknown>): string {
  const members = Object.entries(input).map(([name, value]) => [JSON.stringify(name), JSON.stringify(value)])
  for (let changes = 1 + random.below(2); changes > 0; changes -= 1) {
    const at = random.below(members.length + 1)
    const member = members[at]
    const change = random.below(10)
    if (!member) members.push([random.pick(['"__proto__"', '"extra"', '""', '"id"']), random.pick(hostileValues)])
    else if (change === 0) members.splice(at, 1)
    else if (change === 1) members.push(member)
    else member[1] = random.pick(hostileValues)
  }
  return random.chance(0.05)
    ? random.pick(hostileValues)
    : `{${members.map(([name, value]) => `${name}:${value}`).join(',')}}`
}

/** The same pieces cut, doubled, reordered, emptied, or with bytes changed and others between. */
export function mutatePieces(random: Random, pieces: readonly Buffer[]): Buffer[] {
  const list = [...pieces]
  for (let changes = 1 + random.below(2); changes > 0; changes -= 1) {
    const at = random.below(list.length)
    const piece = list[at] ?? Buffer.alloc(0)
    const change = random.pick(changesOfPieces)
    list.splice(at, 1, ...change(random, piece, list))
  }
  return list
}

type Change = (random: Random, piece: Buffer, all: readonly Buffer[]) => Buffer[]

const cut: Change = (random, piece) => [piece.subarray(0, random.below(piece.length + 1))]
const behead: Change = (random, piece) => [piece.subarray(random.below(piece.length + 1))]
const empty: Change = () => [Buffer.alloc(0)]
const drop: Change = () => []
const double: Change = (_, piece) => [piece, piece]
const repeat: Change = (random, piece) => Array.from({ length: 2 + random.below(20) }, () => piece)
const another: Change = (random, piece, all) => [random.pick([piece, ...all]), piece]
const flip: Change = (random, piece) => {
  const bytes = Buffer.from(piece)
  for (let times = 1 + random.below(4); times > 0 && bytes.length > 0; times -= 1) {
    bytes[random.below(bytes.length)] = random.below(256)
  }
  return [bytes]
}
const insert: Change = (random, piece) => {
  const at = random.below(piece.length + 1)
  return [Buffer.concat([piece.subarray(0, at), between(random), piece.subarray(at)])]
}
const replaceNumber: Change = (random, piece) => {
  const number = random.pick(['-1', '0', '4294967296', '1e9', '99999999999999999999', ''])
  return [Buffer.from(piece.toString('latin1').replace(/\d+/, number), 'latin1')]
}

const changesOfPieces = [cut, behead, empty, drop, double, repeat, another, flip, flip, insert, insert, replaceNumber]

function between(random: Random) {
  if (random.chance(0.5)) return Buffer.from(random.pick(hostileTexts))
  return Buffer.from(Array.from({ length: 1 + random.below(30) }, () => random.below(256)))
}
