/**
 * The pattern of hidden words and phrases, for texts folded by `foldText`; null where there are none. They match whole words,
 * and in scripts without spaces anything.
 */
export function patternOf(words: readonly string[]): RegExp | null {
  const folded = new Set(words.map(foldText).filter(word => word !== ''))
  if (folded.size === 0) return null
  return new RegExp([...folded].map(bounded).join('|'), 'u')
}

/** Whether a text has one of the hidden words, whatever its case and width. */
export const hasHiddenWord = (text: string, pattern: RegExp | null) => pattern?.test(foldText(text)) === true

/** One spelling for texts that look alike but for case, width, spaces and invisible characters. */
export const foldText = (text: string) =>
  text
    .replace(/\p{Default_Ignorable_Code_Point}+/gu, '')
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll('ς', 'σ')
    .replace(/\s+/gu, ' ')
    .trim()

const inWord = String.raw`[\p{L}\p{M}\p{N}_]`
const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const isBounded = (character: string | undefined) =>
  character !== undefined && new RegExp(inWord, 'u').test(character) && !spaceless.test(character)

function bounded(word: string) {
  const characters = [...word]
  const before = isBounded(characters[0]) ? `(?<!${inWord})` : ''
  const after = isBounded(characters.at(-1)) ? `(?!${inWord})` : ''
  return `${before}${word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}${after}`
}
