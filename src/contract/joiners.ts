/**
 * Invisible characters that carry meaning: joiners inside words and emoji, variation selectors, the tags of flags. Each is
 * allowed only where Unicode gives it a meaning (UAX #31 contexts A1, A2 and B, UTS #51, UTS #37). Anywhere else it is
 * invisible, and two texts that look the same would differ.
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

/** A joiner after a virama selects the half form of the letter, also at the end of a word (Malayalam chillu). */
const afterVirama = '(?<=[\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D4D\\u0DCA])\\u200D'
const vowelSeparator = '(?<=[\\p{sc=Mong}&&\\p{L}])\\u180E(?=[\\p{sc=Mong}&&\\p{L}])'
const joiner = `(?=[\\u180E\\u200C\\u200D])(?:${[...betweenLetters, afterVirama, vowelSeparator].join('|')})`

/** Selectors of the form of an ideograph or a letter, as in many Japanese family names. */
const letterForm = [
  '(?<=[\\p{sc=Han}&&\\p{L}])[\\uFE00-\\uFE02\\u{E0100}-\\u{E01EF}]',
  '(?<=[\\p{sc=Mong}&&\\p{L}])[\\u180B-\\u180D\\u180F]',
  '(?<=[[\\p{sc=Mymr}\\p{sc=Phag}]&&\\p{L}])\\uFE00',
].join('|')

/** The invisible characters that words may contain, as the source of a pattern with the flag `v`. */
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

/** Whether a text contains invisible characters without a meaning, or characters that reorder the text around them. */
export const hides = (text: string) => hidden.test(text.replaceAll(meaningful, ''))

/** Whether a text contains a visible character. */
export const shows = (text: string) => seen.test(text)

/**
 * Whether a letter carries stacked marks: more than three non-spacing marks (Tibetan subjoined letters do not count), or more
 * marks of any kind than a Burmese syllable has.
 */
export const heaps = (text: string) => /[[\p{Mn}\p{Me}]--\p{sc=Tibt}]{4}|\p{M}{8}/v.test(text)
