/**
 * Invisible characters that carry meaning: joiners inside words and emoji, variation selectors, the tags of flags. Each is
 * taken only where Unicode gives it a meaning (UAX #31 contexts A1, A2 and B, UTS #51, UTS #37). Anywhere else it shows
 * nothing, and two texts that look the same would differ.
 */

/** Scripts in whose words a joiner or non-joiner changes the shape of the letters beside it. */
const joiningScripts =
  `Adlm Arab Bali Batk Beng Cakm Deva Gujr Guru Java Khmr Knda Lana Mand Mlym Mong Mtei Mymr Newa Nkoo
  Orya Phag Rohg Sinh Sund Syrc Taml Telu Tibt`.split(/\s+/)

/** Between two letters of one such script. A mark may stand for a letter: Bengali writes one between র and its virama. */
const betweenLetters = joiningScripts.map(script => {
  const letter = `[\\p{scx=${script}}&&[\\p{L}\\p{M}]]`
  return `(?<=${letter})[\\u200C\\u200D](?=${letter})`
})

/** A joiner after a virama asks for the half form of the letter, also where the word ends there (Malayalam chillu). */
const afterVirama = '(?<=[\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D4D\\u0DCA])\\u200D'
const vowelSeparator = '(?<=[\\p{sc=Mong}&&\\p{L}])\\u180E(?=[\\p{sc=Mong}&&\\p{L}])'
const joiner = `(?=[\\u180E\\u200C\\u200D])(?:${[...betweenLetters, afterVirama, vowelSeparator].join('|')})`

/** Which form of an ideograph or a letter is meant, as in many Japanese family names. */
const letterForm = [
  '(?<=[\\p{sc=Han}&&\\p{L}])[\\uFE00-\\uFE02\\u{E0100}-\\u{E01EF}]',
  '(?<=[\\p{sc=Mong}&&\\p{L}])[\\u180B-\\u180D\\u180F]',
  '(?<=[[\\p{sc=Mymr}\\p{sc=Phag}]&&\\p{L}])\\uFE00',
].join('|')

/** What may stand between the characters of a word and is not seen itself, as the source of a pattern with the flag `v`. */
export const unseenInWords = `${joiner}|${letterForm}`

const pictograph = '\\p{Extended_Pictographic}(?:\\p{Emoji_Modifier}|\\uFE0F)?'
const unseenInEmoji = [
  `(?<=${pictograph})\\u200D(?=\\p{Extended_Pictographic})`,
  '(?<=[\\p{Emoji}--[0-9#*]])[\\uFE0E\\uFE0F]|(?<=[0-9#*])\\uFE0F(?=\\u20E3)',
  `(?<=${pictograph})[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{1,6}\\u{E007F}`,
].join('|')

const meaningful = new RegExp(`${unseenInWords}|${unseenInEmoji}`, 'gv')
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u
const seen = /[[\p{L}\p{N}\p{P}\p{S}]--[\p{Default_Ignorable_Code_Point}\u2800]]/v

/** Whether there is something in a text that is invisible without a meaning, or reorders what stands around it. */
export const hides = (text: string) => hidden.test(text.replaceAll(meaningful, ''))

/** Whether there is anything in a text to be seen. */
export const shows = (text: string) => seen.test(text)

/**
 * Whether marks are piled on one letter: more than three that take no room of their own (Tibetan letters below a letter are
 * letters), or more of any kind than a syllable of Burmese has.
 */
export const heaps = (text: string) => /[[\p{Mn}\p{Me}]--\p{sc=Tibt}]{4}|\p{M}{8}/v.test(text)
