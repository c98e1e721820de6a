import { unseenInWords } from './joiners.ts'
import type { Entity } from './text-entity.ts'

/** A text has at most so many of each; the rest is plain. */
const limits = { hashtag: 30, mention: 20, link: Number.POSITIVE_INFINITY }
/** Code points of a tag, and UTF-16 units of an address. */
const longest = { tag: 100, url: 2048, host: 300 }

/**
 * The mentions, hashtags and links of a text in their order, without overlaps. What is not one of them is plain text. The
 * time grows with the length of the text alone: a pattern looks a bounded number of characters back or ahead, or else what
 * it has read is not read again.
 */
export function entitiesOf(text: string): Entity[] {
  const found: Entity[] = []
  const counts = { hashtag: 0, mention: 0, link: 0 }
  const begins = /https?:\/\/|[@＠](?=\w)|[#＃](?=[\p{L}\p{N}\p{Pc}])/giu
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

/** The tags among some entities, each once, in their order. */
export const tagsOf = (entities: readonly Entity[]) => [...new Set(entities.flatMap(({ tag }) => tag ?? []))]

/** The one spelling of a tag: width, case, marks that are written apart and a Turkish i make no other tag. */
export const tagOf = (word: string) =>
  word
    // NFKC, but for what it takes apart without need: Thai and Lao am, and Korean letters that stand alone.
    .replaceAll(/[^\u0E33\u0EB3\u3131-\u318E]+/gu, part => part.normalize('NFKC'))
    // To capitals and back folds what small letters alone do not: ß is ss, ı is i.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('i\u0307', 'i')
    .replaceAll('ς', 'σ')
    .replaceAll(/\p{Variation_Selector}/gu, '')
    .normalize('NFC')

/** What begins at a sign, if anything does, and where reading goes on. */
type Read = { entity: Entity | null; end: number }

const kinds: Record<string, Entity['kind']> = { '#': 'hashtag', '＃': 'hashtag', '@': 'mention', '＠': 'mention' }
const readers = { hashtag: hashtagAt, mention: mentionAt, link: linkAt }

/** Scripts written without spaces, or with particles after a name: in the midst of them a name or a tag may begin and end. */
const unspaced = 'Bopo Hang Hani Hira Kana Khmr Laoo Mymr Thai Tibt'
  .replaceAll(/\w+/g, '\\p{scx=$&}')
  .replaceAll(' ', '')
const letter = `[[\\p{L}\\p{M}\\p{N}_]--[${unspaced}]]`

const dots = '[\\u00B7\\u05F3\\u05F4\\u0F0B\\u30FB\\uFF65]'
const sign = `[[\\p{XID_Continue}--\\p{Default_Ignorable_Code_Point}]--${dots}]`
/** Letters with their marks, digits, underscores; dots between them, as in col·lecció. No mark begins a word. */
const hashtag = new RegExp(`[#＃](?!\\p{M})(${sign}(?:${sign}|${dots}(?=${sign})|${unseenInWords})*)`, 'vy')
const noHashtagAfter = new RegExp(`(?:${letter}|[&=\\/\\\\])$`, 'v')
/** The rest of a local part and the beginning of a domain: what looks like a tag begins an email address. */
const restOfAddress = /[\w.!#$%&'*+/=?^`{|}~-]{0,64}@[\p{L}\p{N}-]{1,63}\.[\p{L}\p{N}]/uy

function hashtagAt(text: string, start: number, before?: Entity): Read {
  const word = matchAt(hashtag, text, start)?.[1]
  if (word === undefined) return { entity: null, end: start + 1 }
  const end = start + 1 + word.length
  const follows = before?.kind === 'hashtag' && before.end === start
  const isTag =
    /\p{L}/u.test(word) &&
    [...word].length <= longest.tag &&
    (follows || !noHashtagAfter.test(shortlyBefore(text, start))) &&
    !matchAt(restOfAddress, text, end)
  return { entity: isTag ? { kind: 'hashtag', start, end, tag: tagOf(word) } : null, end }
}

/** A user name with whatever dots are inside; that it is not too long is seen afterwards. */
const mention = /[@＠](\w(?:\w|\.(?=\w))+)/uy
const noMentionAfter = new RegExp(`(?:${letter}|[@＠\\/\\\\])$`, 'v')
const noMentionBefore = new RegExp(`${letter}|[@＠]`, 'vy')
/** How a local part ends: with a dot in what follows, that is a domain. */
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

/** What an address can hold besides brackets; neither white space nor quotes, nor punctuation that no space follows. */
const address = /(?:[^\s\p{Cc}\p{Cf}<>"`“”«»„‹›、。，；：！？「」『』【】《》〈〉（）()[\]{}]|[\u200C\u200D])*/uy
const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}' }
const noLinkAfter = new RegExp(`${letter}$`, 'v')

function linkAt(text: string, start: number): Read {
  const open: { at: number; closes: string }[] = []
  let end = endAt(address, text, start)
  for (; end < text.length && end - start <= longest.url; end = endAt(address, text, end + 1)) {
    const bracket = text[end] as string
    if (closing[bracket]) open.push({ at: end, closes: closing[bracket] })
    else if (open.at(-1)?.closes === bracket) open.pop()
    else break
  }
  const url = withoutPunctuation(text.slice(start, open[0]?.at ?? end))
  const isLink = !noLinkAfter.test(shortlyBefore(text, start)) && isPlainUrl(url)
  return { entity: isLink ? { kind: 'link', start, end: start + url.length, url } : null, end }
}

/** An address of a host with a dot, and of nobody on it: `https://bank.example@evil.example` leads elsewhere than it seems. */
function isPlainUrl(url: string) {
  const host = url.split(/[/?#]/, 3)[2] ?? ''
  return (
    url.length <= longest.url &&
    host.length <= longest.host &&
    host.includes('.') &&
    !/[@＠]/.test(host) &&
    !url.includes('\\') &&
    URL.canParse(url)
  )
}

/** A loop, since a pattern for the end of a text is tried at each character of it. */
function withoutPunctuation(url: string) {
  let end = url.length
  while (end > 0 && ".,:;!?'’*…·".includes(url[end - 1] as string)) end -= 1
  return url.slice(0, end)
}

/** Some characters that stand before a place: as many as any pattern above looks back. */
const shortlyBefore = (text: string, at: number) => text.slice(Math.max(0, at - 8), at)

function matchAt(pattern: RegExp, text: string, at: number) {
  pattern.lastIndex = at
  return pattern.exec(text)
}

const endAt = (pattern: RegExp, text: string, at: number) => at + (matchAt(pattern, text, at)?.[0].length ?? 0)
