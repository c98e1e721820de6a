import { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import { operations } from '#contract'
import { ApiError } from '#core/pipeline/errors'
import { storageAway } from '#core/pipeline/storage-errors'
import { admit, answerProblem, errorOf, type HttpDeps } from './routes.ts'

type Deps = HttpDeps & {
  /** Somebody's own export, if it is ready and still kept. */
  open(ownerId: string, exportId: string): Promise<{ size: number; name: string; read(): Promise<Readable> } | null>
}

/** An exit of the HTTP door: the ZIP of one's own data, for its owner's token alone. */
export function exportRoutes(deps: Deps) {
  const app = new Hono()
  app.get('/v1/me/export/:exportId', c => serve(c, deps))
  return app
}

async function serve(c: Context, deps: Deps) {
  const began = performance.now()
  const headers: Record<string, string> = { 'Cache-Control': 'no-store' }
  let code = 'ok'
  try {
    const { viewer } = await admit(c, 'users.export', operations['users.export'], deps, headers)
    const opened = viewer && deps.open(viewer.id, c.req.param('exportId') ?? '')
    const file = await opened?.catch(storageAway(deps.onError))
    if (!file) throw new ApiError('not_found', 'There is no such export of yours, or it is no longer kept.')
    headers['Content-Type'] = 'application/zip'
    headers['Content-Length'] = String(file.size)
    headers['Content-Disposition'] = `attachment; filename="${file.name}"`
    headers['X-Content-Type-Options'] = 'nosniff'
    if (c.req.method === 'HEAD') return c.body(null, 200, headers)
    return c.body(Readable.toWeb(await file.read()) as ReadableStream, 200, headers)
  } catch (error) {
    const refusal = errorOf(error, deps)
    code = refusal.code
    return answerProblem(c, refusal, headers)
  } finally {
    deps.observe({ operation: 'users.export', code, seconds: (performance.now() - began) / 1000 })
  }
}
