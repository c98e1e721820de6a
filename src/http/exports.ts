import { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import { operations } from '#contract'
import { ApiError } from '#core/pipeline/errors'
import { storageAway } from '#core/pipeline/storage-errors'
import { type HttpDeps, respond } from './call.ts'
import { admit } from './caller.ts'

type Deps = HttpDeps & {
  /** The export of its owner; null unless it is ready and still kept. */
  open(ownerId: string, exportId: string): Promise<{ size: number; name: string; read(): Promise<Readable> } | null>
}

/** Serves the ZIP of a user's own data to its owner. */
export function exportRoutes(deps: Deps) {
  const app = new Hono()
  app.get('/v1/me/export/:exportId', c => serve(c, deps))
  return app
}

const serve = (c: Context, deps: Deps) =>
  respond(c, 'users.export', deps, async headers => {
    const { viewer } = await admit(c, 'users.export', operations['users.export'], deps, headers)
    const opened = viewer && deps.open(viewer.id, c.req.param('exportId') ?? '')
    const file = await opened?.catch(storageAway(deps.onError))
    if (!file) throw new ApiError('not_found', 'Export not found, or no longer kept.')
    headers['Content-Type'] = 'application/zip'
    headers['Content-Length'] = String(file.size)
    headers['Content-Disposition'] = `attachment; filename="${file.name}"`
    headers['X-Content-Type-Options'] = 'nosniff'
    if (c.req.method === 'HEAD') return c.body(null, 200, headers)
    return c.body(Readable.toWeb(await file.read()) as ReadableStream, 200, headers)
  })
