import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Context } from 'hono'

/** Something that is the same for every visitor, packed once so that no visitor can make the server do it again. */
export type Packed = { type: string; etag: string; plain: Uint8Array<ArrayBuffer>; gzipped: Uint8Array<ArrayBuffer> }

export function pack(type: string, content: string | Buffer): Packed {
  const plain = new Uint8Array(Buffer.from(content))
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
  return { type, etag, plain, gzipped: new Uint8Array(gzipSync(plain)) }
}

export function send(c: Context, { type, etag, plain, gzipped }: Packed) {
  c.header('Cache-Control', 'no-cache')
  c.header('ETag', etag)
  c.header('Vary', 'Accept-Encoding')
  c.header('X-Content-Type-Options', 'nosniff')
  if (c.req.header('If-None-Match')?.includes(etag)) return c.body(null, 304)
  c.header('Content-Type', type)
  if (!/\bgzip\b/.test(c.req.header('Accept-Encoding') ?? '')) return c.body(plain)
  c.header('Content-Encoding', 'gzip')
  return c.body(gzipped)
}
