let last = 0n

/** A UUID of version 7, as PostgreSQL makes them: each of this process is greater than the one before. */
export function nextUuid(): string {
  // 48 bits of milliseconds and 12 that count within one.
  const now = BigInt(Date.now()) << 12n
  last = now > last ? now : last + 1n
  const time = last.toString(16).padStart(15, '0')
  const random = crypto.getRandomValues(new Uint8Array(8))
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80
  const rest = Buffer.from(random).toString('hex')
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${time.slice(12)}-${rest.slice(0, 4)}-${rest.slice(4)}`
}
