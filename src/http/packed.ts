import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Context } from 'hono'
import { accepts } from 'hono/accepts'

type Bytes = Uint8Array<ArrayBuffer>
/** Content codings, the most compact first. */
export const codings = ['br', 'gzip'] as const
export type Coding = (typeof codings)[number]

/** Content that is the same for every visitor, compressed once. */
export type Packed = { type: string; hash: string; plain: Bytes; coded: Partial<Record<Coding, Bytes>> }

/** `coded` is the same content, already compressed; without it the content is compressed with gzip. */
export function pack(type: string, content: string | Buffer, coded?: Partial<Record<Coding, Buffer>>): Packed {
  const plain = bytesOf(Buffer.from(content))
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 22)
  const made = Object.entries(coded ?? { gzip: gzipSync(plain) }).map(([coding, buffer]) => [coding, bytesOf(buffer)])
  return { type, hash, plain, coded: Object.fromEntries(made) }
}

const bytesOf = (buffer: Buffer): Bytes => new Uint8Array(buffer)

/** Responds in the coding that the client prefers. Range requests get the whole content. */
export function send(c: Context, { type, hash, plain, coded }: Packed, cacheControl = 'no-cache') {
  const coding = codingFor(c, coded)
  const etag = coding ? `"${hash}-${coding}"` : `"${hash}"`
  c.header('Cache-Control', cacheControl)
  c.header('ETag', etag)
  c.header('Vary', 'Accept-Encoding')
  c.header('X-Content-Type-Options', 'nosniff')
  if (isKnown(c, etag)) return c.body(null, 304)
  const body = (coding && coded[coding]) ?? plain
  c.header('Content-Type', type)
  c.header('Content-Length', String(body.length))
  if (coding) c.header('Content-Encoding', coding)
  return c.body(body)
}

/** The coding with the highest weight in `Accept-Encoding` (RFC 9110, 12.5.3); null for the content without coding. */
function codingFor(c: Context, coded: Packed['coded']): Coding | null {
  const supports = codings.filter(coding => coded[coding])
  const chosen = accepts(c, {
    header: 'Accept-Encoding',
    supports,
    default: 'identity',
    match: wanted => {
      const weights = new Map(wanted.map(({ type, q }) => [type.toLowerCase(), q]))
      const weightOf = (coding: string) => weights.get(coding) ?? weights.get('*') ?? 0
      const best = supports.toSorted((a, b) => weightOf(b) - weightOf(a))[0] ?? 'identity'
      // Without coding, unless mentioned, the content is acceptable, but less than any mentioned coding.
      return weightOf(best) > (weights.get('identity') ?? 0) ? best : 'identity'
    },
  })
  return codings.find(coding => coding === chosen) ?? null
}

function isKnown(c: Context, etag: string) {
  const known = c.req.header('if-none-match')?.split(',') ?? []
  return known.map(tag => tag.trim().replace(/^W\//, '')).some(tag => tag === '*' || tag === etag)
}
