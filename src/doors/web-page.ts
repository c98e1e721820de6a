import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'

/** The web client: its files, and its page for every address that is the client's own. */
export function webPage(folder: string) {
  const app = new Hono()
  if (!existsSync(join(folder, 'index.html'))) return app
  app.use(
    '/assets/*',
    serveStatic({
      root: folder,
      onFound: (_, c) => c.header('Cache-Control', 'public, max-age=31536000, immutable'),
    }),
  )
  app.use('*', serveStatic({ root: folder, onFound: (_, c) => c.header('Cache-Control', 'no-cache') }))
  app.get('*', async (c, next) => {
    const wantsPage =
      (c.req.header('accept') ?? '').includes('text/html') && !/^\/(v1|media|docs|dev)\//.test(c.req.path)
    if (!wantsPage) return next()
    c.header('Cache-Control', 'no-cache')
    return c.html(await readFile(join(folder, 'index.html'), 'utf8'))
  })
  return app
}
