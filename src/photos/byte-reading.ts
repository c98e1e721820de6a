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

/** The brands of an ISO base media file, the major brand first; empty for any other file. */
export function brands(bytes: Uint8Array): string[] {
  if (!startsWith(bytes, 'ftyp', 4)) return []
  const end = Math.min(uint32(bytes, 0), bytes.length, 1024)
  const found = end >= 12 ? [latin1(bytes, 8, 12)] : []
  for (let at = 16; at + 4 <= end; at += 4) found.push(latin1(bytes, at, at + 4))
  return found
}
