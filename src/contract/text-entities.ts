import { unseenInWords } from './joiners.ts'
import type { Entity } from './text-entity.ts'

/** The maximum number of each in a text; the rest is plain text. */
const limits = { hashtag: 30, mention: 20, link: Number.POSITIVE_INFINITY }
/** Maximum lengths: code points of a tag, UTF-16 units of an address. */
const maxLengths = { tag: 100, url: 2048, host: 300 }

/**
 * The mentions, hashtags and links of a text, in order and without overlaps. Takes linear time: a pattern looks at most a
 * bounded number of characters back or ahead, or what it has read is not read again.
 */
export function entitiesOf(text: string): Entity[] {
  const found: Entity[] = []
  const counts = { hashtag: 0, mention: 0, link: 0 }
  const begins = /[hH][tT]{2}[pP][sS]?:\/\/|[@＠](?=\w)|[#﹟＃](?=[\p{L}\p{N}\p{Pc}])/gu
  for (let match = begins.exec(text); match; match = begins.exec(text)) {
    const kind = kinds[match[0]] ?? 'link'
    if (counts[kind] === limits[kind]) continue
    const { entity, end } = readers[kind](text, match.index, found.at(-1))
    begins.lastIndex = end
    if (entity === null) continue
    counts[kind] += 1
    found.push(entity)
  }
  return found
}

/** The names that some entities mention, each once. */
export const namesOf = (entities: readonly Entity[]) => [...new Set(entities.flatMap(({ username }) => username ?? []))]

/** The distinct tags of some entities, in order. */
export const tagsOf = (entities: readonly Entity[]) => [...new Set(entities.flatMap(({ tag }) => tag ?? []))]

/** The canonical spelling of a tag: width, case, decomposed marks and the Turkish i make no difference. */
export const tagOf = (word: string) =>
  word
    // NFKC, except where it decomposes without need: Thai and Lao am, and standalone Korean letters.
    .replaceAll(/[^\u0E33\u0EB3\u3131-\u318E]+/gu, part => part.normalize('NFKC'))
    // To upper case and back folds what lower case alone does not: ß is ss, ı is i.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('i\u0307', 'i')
    .replaceAll('ς', 'σ')
    .replaceAll(/\p{Variation_Selector}/gu, '')
    .normalize('NFC')

/** The entity that begins at a sign, if any, and where to go on reading. */
type Read = { entity: Entity | null; end: number }

const kinds: Record<string, Entity['kind']> = {
  '#': 'hashtag',
  '﹟': 'hashtag',
  '＃': 'hashtag',
  '@': 'mention',
  '＠': 'mention',
}
const readers = { hashtag: hashtagAt, mention: mentionAt, link: linkAt }

/** Scripts written without spaces, or with particles after a name: a name or a tag may begin and end inside a word. */
const unspaced = 'Bopo Hang Hani Hira Kana Khmr Laoo Mymr Thai Tibt'
  .replaceAll(/\w+/g, '\\p{scx=$&}')
  .replaceAll(' ', '')
const letter = `[[\\p{L}\\p{M}\\p{N}_]--[${unspaced}]]`

const dots = '[\\u00B7\\u05F3\\u05F4\\u0F0B\\u30FB\\uFF65]'
const sign = `[[\\p{XID_Continue}--\\p{Default_Ignorable_Code_Point}]--${dots}]`
/** An emoji with its skin tone and what is joined to it, or a flag; a digit on a keycap and signs like © are no emoji here. */
const picture = '[\\p{Extended_Pictographic}--[©®™‼⁉〰〽㊗㊙]][\\p{Emoji_Modifier}\\uFE0F]?'
const emoji = `(?:${picture}(?:\\u200D${picture}|[\\u{E0030}-\\u{E007A}]{1,6}\\u{E007F}){0,7}|\\p{RI}{2})`
/**
 * Letters with their marks, digits, underscores; between them dots, as in col·lecció, and emoji, as in good🌅morning. No mark
 * begins a word.
 */
const inside = `(?:${dots}|${emoji}{1,8})(?=${sign})`
const hashtag = new RegExp(`[#﹟＃](?!\\p{M})(${sign}(?:${sign}|${inside}|${unseenInWords})*)`, 'vy')
const noHashtagAfter = new RegExp(`(?:${letter}|[&=\\/\\\\])$`, 'v')
/** The rest of a local part and the beginning of a domain: the supposed tag begins an email address. */
const restOfAddress = /[\w.!#$%&'*+/=?^`{|}~-]{0,64}@[\p{L}\p{N}-]{1,63}\.[\p{L}\p{N}]/uy

function hashtagAt(text: string, start: number, before?: Entity): Read {
  const word = matchAt(hashtag, text, start)?.[1]
  if (word === undefined) return { entity: null, end: start + 1 }
  const end = start + 1 + word.length
  const follows = before?.kind === 'hashtag' && before.end === start
  const isWord =
    /\p{L}/u.test(word) &&
    [...word].length <= maxLengths.tag &&
    (follows || !noHashtagAfter.test(shortlyBefore(text, start))) &&
    !matchAt(restOfAddress, text, end)
  // Its canonical spelling may be longer.
  const tag = isWord ? tagOf(word) : ''
  const isTag = isWord && [...tag].length <= maxLengths.tag
  return { entity: isTag ? { kind: 'hashtag', start, end, tag } : null, end }
}

/** A user name with any dots inside; its length is checked afterwards. */
const mention = /[@＠](\w(?:\w|\.(?=\w))+)/uy
const noMentionAfter = new RegExp(`(?:${letter}|[@＠\\/\\\\])$`, 'v')
const noMentionBefore = new RegExp(`${letter}|[@＠]`, 'vy')
/** The end of a local part: if a dot follows, the supposed mention is a domain. */
const localPart = /[\p{L}\p{M}\p{N}][!"#$%&'*+=?^`{|}~.-]{0,4}$/u

function mentionAt(text: string, start: number): Read {
  const name = matchAt(mention, text, start)?.[1] ?? ''
  const end = start + 1 + name.length
  const before = shortlyBefore(text, start)
  const isMention =
    name.length >= 3 &&
    name.length <= 30 &&
    !noMentionAfter.test(before) &&
    !matchAt(noMentionBefore, text, end) &&
    !(name.includes('.') && localPart.test(before))
  return { entity: isMention ? { kind: 'mention', start, end, username: name.toLowerCase() } : null, end }
}

/** The characters of an address besides brackets: no white space, no quotes, no punctuation that is written without a space. */
const address = /(?:[^\s\p{Cc}\p{Cf}<>"`“”«»„‹›、。，；：！？「」『』【】《》〈〉（）()[\]{}]|[\u200C\u200D])*/uy
const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}' }
const noLinkAfter = new RegExp(`${letter}$`, 'v')

function linkAt(text: string, start: number): Read {
  const open: { at: number; closes: string }[] = []
  let end = endAt(address, text, start)
  for (; end < text.length && end - start <= maxLengths.url; end = endAt(address, text, end + 1)) {
    const bracket = text[end] as string
    if (closing[bracket]) open.push({ at: end, closes: closing[bracket] })
    else if (open.at(-1)?.closes === bracket) open.pop()
    else break
  }
  const url = withoutPunctuation(text.slice(start, open[0]?.at ?? end))
  const isLink = !noLinkAfter.test(shortlyBefore(text, start)) && isPlainUrl(url)
  return { entity: isLink ? { kind: 'link', start, end: start + url.length, url } : null, end }
}

/** An address with a dot in its host and no user: `https://bank.example@evil.example` leads elsewhere than it seems. */
function isPlainUrl(url: string) {
  const host = url.split(/[/?#]/, 3)[2] ?? ''
  return (
    url.length <= maxLengths.url &&
    host.length <= maxLengths.host &&
    host.includes('.') &&
    !/[@＠]/.test(host) &&
    !url.includes('\\') &&
    URL.canParse(url)
  )
}

/** A loop, because a pattern for the end of a text is tried at each of its characters. */
function withoutPunctuation(url: string) {
  let end = url.length
  while (end > 0 && ".,:;!?'’*…·".includes(url[end - 1] as string)) end -= 1
  return url.slice(0, end)
}

/** The characters before a position: as many as any pattern above looks back. */
const shortlyBefore = (text: string, at: number) => text.slice(Math.max(0, at - 8), at)

function matchAt(pattern: RegExp, text: string, at: number) {
  pattern.lastIndex = at
  return pattern.exec(text)
}

const endAt = (pattern: RegExp, text: string, at: number) => at + (matchAt(pattern, text, at)?.[0].length ?? 0)
