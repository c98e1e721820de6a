import { type OperationName, operations } from '#contract'
import { contractOperations, type Json, requestOf, withField } from '#support/transports/contract-calls'
import { type Exchange, exchange, exchangeFrames, frame, type Target } from './lines.ts'
import { hostileTexts, mutateJson, mutatePieces } from './mutate.ts'
import type { Random } from './random.ts'

/** What mutations begin from: a node, an input that would be taken for each operation, tokens, and a photo. */
export type Seeds = Target & {
  inputOf(name: OperationName): Json
  tokenFor(random: Random, name: string): string
  photo: Buffer
}

export type Kind = (seeds: Seeds, random: Random) => Promise<Exchange>

const overHttp = contractOperations.filter(([, { http, multipart }]) => http && !multipart).map(nameOf)
const uploads = contractOperations.filter(([, { http, multipart }]) => http && multipart).map(nameOf)
const overSockets = contractOperations.filter(([, { namespace }]) => namespace).map(nameOf)

function nameOf([name]: readonly [string, unknown]) {
  return name as OperationName
}

/** Every kind of input of a node. */
export const kinds: Record<string, Kind> = {
  /** Requests of each operation: a well-formed one whose input is mutated, or one whose bytes are. */
  requests(seeds, random) {
    const name = random.pick(overHttp)
    const isWellFormed = random.chance(0.6)
    const input = seeds.inputOf(name)
    const { method, path, body } = requestOf(operations[name], isWellFormed ? withHostileText(random, input) : input)
    const text = body && (isWellFormed ? mutateJson(random, body) : JSON.stringify(body))
    const pieces = [
      Buffer.from(`${method} ${path} HTTP/1.1\r\n`),
      ...headersOf(seeds, random, name, {
        ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      }),
      Buffer.from('\r\n'),
      ...(text === undefined ? [] : [Buffer.from(text)]),
    ]
    return exchange(seeds, Buffer.concat(isWellFormed ? pieces : mutatePieces(random, pieces)), isWellFormed)
  },

  /** Multipart bodies: their parts, headers of parts and boundaries. */
  forms(seeds, random) {
    const name = random.pick(uploads)
    const [method = '', path = ''] = (operations[name].http ?? '').split(' ')
    const boundary = 'a-boundary'
    const part = (about: string, content: string | Buffer) => [
      Buffer.from(`--${boundary}\r\n`),
      Buffer.from(`Content-Disposition: form-data; ${about}\r\n`),
      Buffer.from('\r\n'),
      Buffer.from(content as string),
      Buffer.from('\r\n'),
    ]
    const body = Buffer.concat(
      mutatePieces(random, [
        ...part('name="altText"', 'A boat'),
        ...part('name="file"; filename="photo.jpg"', seeds.photo),
        ...part('name="crop"', '{"x":0,"y":0,"width":10,"height":10}'),
        Buffer.from(`--${boundary}--\r\n`),
      ]),
    )
    const head = [
      Buffer.from(`${method} ${path} HTTP/1.1\r\n`),
      ...headersOf(seeds, random, name, {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'content-length': body.length,
      }),
      Buffer.from('\r\n'),
    ]
    const isComplete = random.chance(0.8)
    return exchange(seeds, Buffer.concat([...(isComplete ? head : mutatePieces(random, head)), body]), isComplete)
  },

  /** Engine.IO and connect packets of a client that has not signed in, over a WebSocket or as the body of a poll. */
  async 'packets before sign-in'(seeds, random) {
    const token = seeds.tokenFor(random, '')
    const packets = mutatePieces(random, [
      Buffer.from('2probe'),
      Buffer.from('5'),
      Buffer.from('3'),
      Buffer.from(`40/${random.pick(['posts', 'feed', 'messages', ''])},{"token":"${token}"}`),
      Buffer.from('42/posts,1["posts.get",{}]'),
      Buffer.from('451-/posts,["x",{"_placeholder":true,"num":0}]'),
      Buffer.from('bAAAA'),
      Buffer.from('4'),
    ])
    if (random.chance(0.5)) return pollWith(seeds, Buffer.from(packets.join('\x1e'), 'latin1'))
    const frames = [...mutateFrames(random, packets), frame('40/the-end,')]
    return exchangeFrames(seeds, [{ frames, until: '/the-end' }])
  },

  /** Socket.IO packets of a client that has joined a namespace: operations, acknowledgements, attachments. */
  'packets after sign-in'(seeds, random) {
    const name = random.pick(overSockets)
    const namespace = [operations[name].namespace].flat()[0] ?? 'posts'
    const input = seeds.inputOf(name)
    const payload = random.chance(0.6) ? mutateJson(random, input) : JSON.stringify(input)
    const packets = [
      Buffer.from(`42/${namespace},7["${name}",${payload}]`),
      Buffer.from(`42/${namespace},["${name}",${payload}]`),
      Buffer.from(`451-/${namespace},8["${name}",{"_placeholder":true,"num":0}]`),
      Buffer.from([1, 2, 3]),
      Buffer.from(`43/${namespace},7[]`),
      Buffer.from(`42/${namespace},9["session.renew",${payload}]`),
      Buffer.from(`41/${namespace},`),
    ]
    const some = packets.slice(0, 1 + random.below(packets.length))
    const token = seeds.tokenFor(random, name)
    const frames = mutateFrames(random, random.chance(0.3) ? some : mutatePieces(random, some))
    return exchangeFrames(seeds, [
      { frames: [frame(`40/${namespace},{"token":"${token}"}`)], until: `40/${namespace},` },
      { frames: [...frames, frame(`42/${namespace},424242["the.end"]`)], until: ',424242[' },
    ])
  },
}

/** Now and then with another text in one field: what travels in the path or the query is mutated so. */
function withHostileText(random: Random, input: Json): Json {
  const names = Object.keys(input)
  return names.length === 0 || random.chance(0.5)
    ? input
    : withField(input, [random.pick(names)], random.pick(hostileTexts))
}

function headersOf(seeds: Seeds, random: Random, name: string, about: Record<string, string | number>) {
  const headers = { host: '127.0.0.1', authorization: `Bearer ${seeds.tokenFor(random, name)}`, ...about }
  return Object.entries(headers).map(([header, value]) => Buffer.from(`${header}: ${value}\r\n`))
}

/** Text frames, or now and then binary ones, whose bytes may be mutated too. */
function mutateFrames(random: Random, packets: readonly Buffer[]) {
  const frames = packets.map(packet => frame(random.chance(0.9) ? packet.toString() : packet))
  return random.chance(0.2) && frames.length > 0 ? mutatePieces(random, frames) : frames
}

/** Opens a polling transport, sends a body, and reads what the node has to say to it. */
async function pollWith(seeds: Seeds, body: Buffer): Promise<Exchange> {
  const opened = await exchange(seeds, request('GET', '/socket.io/?EIO=4&transport=polling'), true)
  const id = /"sid":"([^"]+)"/.exec(opened.text)?.[1] ?? 'none'
  const path = `/socket.io/?EIO=4&transport=polling&sid=${id}`
  const [posted, polled] = await Promise.all([
    exchange(seeds, request('POST', path, body), true),
    exchange(seeds, request('GET', path), false),
  ])
  return { sent: posted.sent, text: posted.text + polled.text, isStuck: posted.isStuck || polled.isStuck }
}

const request = (method: string, path: string, body: Uint8Array = Buffer.alloc(0)) =>
  Buffer.concat([
    Buffer.from(
      `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n`,
    ),
    body,
  ])
