import { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { ApiError } from '#core/pipeline/errors'
import { storageAway } from '#core/pipeline/storage-errors'
import { photoReaders } from '#photos/image-urls'
import type { HttpDeps } from './call.ts'
import { respondProblem } from './problem.ts'
import { uploadRoutes } from './uploads.ts'

/** Stores files; implemented by the storage of `platform`. */
export type FileStore = {
  putFile(key: string, path: string): Promise<void>
  delete(key: string): Promise<void>
  stat(key: string): Promise<{ size: number; etag: string; lastModified: Date } | null>
  stream(key: string, range?: { start: number; end: number }): Promise<Readable>
}

type Deps = HttpDeps & {
  files: FileStore
  uploadFolder: string
  checkUrl(path: string, query: Record<string, string | undefined>): boolean
  /** Whether the photo in a folder is no longer shown to the readers that a URL was signed for. */
  isHidden(folder: string, readers: string | undefined): Promise<boolean>
}

/** Uploads and downloads of files. */
export function mediaRoutes(deps: Deps) {
  const app = new Hono()
  app.route('/', uploadRoutes(deps))
  // Every response varies by origin, so that a cache does not give another origin a response without its headers.
  if (deps.corsOrigins.length > 0) {
    const allowMethods = ['GET', 'HEAD']
    app.use('/media/*', cors({ origin: [...deps.corsOrigins], maxAge: 600, allowMethods, exposeHeaders }))
  }
  app.get('/media/*', c => serve(c, deps))
  return app
}

const exposeHeaders = ['Accept-Ranges', 'Content-Length', 'Content-Range', 'ETag']
const types: Record<string, string> = { webp: 'image/webp', jpeg: 'image/jpeg', avif: 'image/avif' }

async function serve(c: Context, { files, checkUrl, isHidden, onError }: Deps) {
  const path = c.req.path.slice('/media/'.length)
  const { e, p, s } = c.req.query()
  const type = types[path.split('.').at(-1) ?? '']
  const missing = () => respondProblem(c, new ApiError('not_found', 'Photo not found, or its URL has expired.'))
  if (type === undefined || !checkUrl(path, { e, p, s })) return missing()
  if (await isHidden(path.split('/')[0] ?? '', p)) return missing()
  const stat = await files.stat(`photos/${path}`).catch(storageAway(onError))
  if (stat === null) return missing()
  const etag = `"${stat.etag.replaceAll('"', '')}"`
  const headers: Record<string, string> = {
    ETag: etag,
    'Cache-Control': `${p === photoReaders.everybody ? 'public' : 'private'}, max-age=60`,
    'Last-Modified': stat.lastModified.toUTCString(),
    'Accept-Ranges': 'bytes',
    'Content-Type': type,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'cross-origin',
  }
  const known = c.req.header('if-none-match')?.split(/,\s*/) ?? []
  if (known.some(tag => tag === '*' || tag.replace(/^W\//, '') === etag)) return c.body(null, 304, headers)
  // A range is of use only to a client that has the rest of the same file.
  const isSame = [undefined, etag].includes(c.req.header('if-range'))
  const range = isSame ? rangeOf(c.req.header('range'), stat.size) : null
  if (range === 'unsatisfiable') {
    return c.body(null, 416, { ...headers, 'Content-Range': `bytes */${stat.size}` })
  }
  headers['Content-Length'] = String(range ? range.end - range.start + 1 : stat.size)
  if (range) headers['Content-Range'] = `bytes ${range.start}-${range.end}/${stat.size}`
  const status = range ? 206 : 200
  if (c.req.method === 'HEAD') return c.body(null, status, headers)
  const stream = await files.stream(`photos/${path}`, range ?? undefined).catch(async error => {
    // Just deleted, or unreadable for now.
    return (await files.stat(`photos/${path}`).catch(() => null)) && storageAway(onError)(error)
  })
  return stream ? c.body(Readable.toWeb(stream) as ReadableStream, status, headers) : missing()
}

/** A single byte range, with both ends included; null if there is none or it is ignored. */
function rangeOf(header: string | undefined, size: number) {
  const [, from = '', to = ''] = header?.match(/^bytes=(\d*)-(\d*)$/) ?? []
  if ((from === '' && to === '') || (from !== '' && to !== '' && Number(from) > Number(to))) return null
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  return start >= size ? 'unsatisfiable' : { start, end }
}
