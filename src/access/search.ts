import { columnsOf, type Expression, literal, type SqlBool, sql } from '#database'

/**
 * Text in the form that is searched: small letters without marks, in one width and one kana, special letters spelled as they
 * are typed without their key (ø is o, æ is ae), one space between words. Scripts without spaces between words are split
 * into letters, so that 太郎 is found in 山田太郎 as a word is found in a name, by the same index.
 */
export const searchable = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}\p{Default_Ignorable_Code_Point}\u0640]/gu, '')
    .replaceAll(/[\u30A1-\u30F6]/g, katakana => String.fromCharCode(katakana.charCodeAt(0) - 0x60))
    .replaceAll(otherLetters, letter => spelled.get(letter) as string)
    .replaceAll(eachOfThem, ' $& ')
    .replaceAll(hangulSyllable, ' $&')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** Whether a searchable text has letters that stand alone: such words are too short to be mistyped. */
export const isLetterByLetter = (text: string) => letterByLetter.test(text)

const letterByLetter =
  /[[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}\p{sc=Yiii}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}]&&\p{L}]/v
const eachOfThem = new RegExp(letterByLetter, 'gv')
/** Normalised to several letters, of which the first begins a word: a syllable is found before its last letter is typed. */
const hangulSyllable = /[\u1100-\u115E\uA960-\uA97C]/g

/** Letters that no normalisation decomposes. */
const spelled = new Map(
  `æ:ae œ:oe ß:ss þ:th ø:o ł:l đ:d ð:d ħ:h ŧ:t ŋ:n ı:i ȷ:j ĸ:k ƶ:z ƀ:b ɨ:i ʉ:u ɵ:o ə:e ɓ:b ɗ:d ƙ:k ƴ:y ŀ:l ʻ:' ʼ:' ’:' ‘:'
  ς:σ ґ:г ѳ:ф ѣ:е ٱ:ا ى:ي ی:ي ې:ي ک:ك ة:ه ە:ه ہ:ه ھ:ه ۀ:ه`
    .split(/\s+/)
    .map(pair => pair.split(':') as [string, string]),
)
const otherLetters = new RegExp(`[${[...spelled.keys()].join('')}]`, 'gu')

/** Text as a pattern of `like` in which nothing has a special meaning. */
export const likeText = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&')

/** Whether the names of an account contain a text; always for a text in which nothing can be searched. */
export function namesContain(q: string, alias = 'User'): Expression<SqlBool> {
  const text = searchable(q)
  if (text === '') return literal(true)
  return sql<SqlBool>`${columnsOf('User', alias)('search')} like ${`%${likeText(text)}%`}`
}
