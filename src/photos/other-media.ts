import { brands, latin1, startsWith } from './byte-reading.ts'

/** Names a file that is no accepted photo, for a sentence: "a PDF document", "a file of an unknown kind". */
export function nameOfOther(head: Uint8Array): string {
  for (const [name, ...signatures] of OTHERS) if (signatures.some(signature => startsWith(head, signature))) return name
  const claimed = brands(head)
  if (claimed.some(brand => HEIC.test(brand))) return 'a HEIC photo, which this server does not decode'
  if (claimed.length > 0) return 'a video or a photo in a rare format'
  return nameOfText(head) ?? 'a file of an unknown kind'
}

const HEIC = /^(hei|hev|mif1|msf1)/

const OTHERS: [name: string, ...signatures: string[]][] = [
  ['a PDF document', '%PDF'],
  ['a PostScript document', '%!PS', '\xc5\xd0\xd3\xc6'],
  ['a TIFF picture', 'II*\0', 'MM\0*', 'II+\0', 'MM\0+'],
  ['a BMP picture', 'BM'],
  ['an icon', '\0\0\x01\0', '\0\0\x02\0'],
  ['a JPEG 2000 picture', '\0\0\0\x0cjP  ', '\xff\x4f\xff\x51'],
  ['a JPEG XL picture', '\0\0\0\x0cJXL ', '\xff\x0a'],
  ['a Photoshop document', '8BPS'],
  ['a ZIP archive', 'PK\x03\x04', 'PK\x05\x06'],
  ['a compressed file', '\x1f\x8b'],
  ['a video', '\x1aE\xdf\xa3', 'RIFF'],
]

function nameOfText(head: Uint8Array): string | undefined {
  const start = latin1(head, 0, 4096)
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
    .trimStart()
  if (start.startsWith('<')) return /<svg|DOCTYPE svg/i.test(start) ? 'an SVG drawing' : 'a page of markup'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what text does not have
  if (start !== '' && !/[\x01-\x08\x0e-\x1a\x1c-\x1f]/.test(start)) return 'a text'
}
