/** Whether the bytes from `at` on are the characters of `text`, one byte each. */
export function startsWith(bytes: Uint8Array, text: string, at = 0): boolean {
  if (at + text.length > bytes.length) return false
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false
  return true
}

/** Unsigned, big-endian. Bytes past the end read as 0. */
export const uint16 = (bytes: Uint8Array, at: number) => (bytes[at] ?? 0) * 0x100 + (bytes[at + 1] ?? 0)
export const uint32 = (bytes: Uint8Array, at: number) => uint16(bytes, at) * 0x10000 + uint16(bytes, at + 2)

/** One byte per character. */
export const latin1 = (bytes: Uint8Array, start: number, end: number) =>
  String.fromCharCode(...bytes.subarray(start, end))

/** `start` and `end` bound the content; `end` may lie beyond the bytes at hand. */
export type Box = { name: string; start: number; end: number }

/** The ISO base media boxes (MP4, HEIF, AVIF) of a stretch of bytes, one level deep. Stops at the first malformed one. */
export function* boxes(bytes: Uint8Array, start = 0, end = bytes.length): Generator<Box> {
  for (let at = start; at + 8 <= Math.min(end, bytes.length); ) {
    const short = uint32(bytes, at)
    const header = short === 1 ? 16 : 8
    const size = short === 0 ? end - at : short === 1 ? uint32(bytes, at + 8) * 2 ** 32 + uint32(bytes, at + 12) : short
    if (size < header) return
    yield { name: latin1(bytes, at + 4, at + 8), start: at + header, end: at + size }
    at += size
  }
}

/** The brands that an ISO base media file claims, the major one first; empty for any other file. */
export function brands(bytes: Uint8Array): string[] {
  if (!startsWith(bytes, 'ftyp', 4)) return []
  const end = Math.min(uint32(bytes, 0), bytes.length, 1024)
  const found = end >= 12 ? [latin1(bytes, 8, 12)] : []
  for (let at = 16; at + 4 <= end; at += 4) found.push(latin1(bytes, at, at + 4))
  return found
}
