import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Context, Hono } from 'hono'
import { getMimeType } from 'hono/utils/mime'
import { type Packed, pack, send } from './packed.ts'
import { pageHeaders } from './page-headers.ts'

/**
 * The web client: its files, and its page for every path of the client's own. The files are read at the start, so that all
 * belong to one build; nothing else in the folder is served.
 */
export function webPage(folder: string) {
  const app = new Hono()
  const files = readFiles(folder)
  const page = files.get('/index.html')
  if (!page) return app
  app.use('*', pageHeaders(policy))
  app.get('*', async (c, next) => {
    const file = files.get(c.req.path)
    if (file) return send(c, file, c.req.path.startsWith('/assets/') ? immutable : undefined)
    return wantsPage(c) ? send(c, page) : next()
  })
  return app
}

/** Everything comes from this server, except previews and blurred placeholders, which the page makes itself. */
const policy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'blob:', 'data:'],
  connectSrc: ["'self'"],
  fontSrc: ["'self'"],
  manifestSrc: ["'self'"],
  formAction: ["'none'"],
}

/** The names of built files change with their content. */
const immutable = 'public, max-age=31536000, immutable'

/** Whether a browser opens a path of the client: no file, and no path of the server. */
const wantsPage = ({ req }: Context) =>
  (req.header('accept') ?? '').includes('text/html') &&
  !/^\/(v1|media|docs|dev|assets|socket\.io)\//.test(req.path) &&
  !req.path.includes('/.')

/** All files of a build by their URL path, each with its compressed copies. */
function readFiles(folder: string): Map<string, Packed> {
  const files = new Map<string, Packed>()
  if (!existsSync(folder)) return files
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = /(^|\/)\.|\.(br|gz)$/.test(name) ? undefined : getMimeType(name)
    if (type === undefined) continue
    const at = join(folder, name)
    const coded = { br: `${at}.br`, gzip: `${at}.gz` }
    const existing = Object.entries(coded).filter(([, path]) => existsSync(path))
    const read = existing.map(([coding, path]) => [coding, readFileSync(path)])
    files.set(`/${name.replaceAll('\\', '/')}`, pack(type, readFileSync(at), Object.fromEntries(read)))
  }
  // The page is served at the root.
  const page = files.get('/index.html')
  if (page) files.set('/', page)
  return files
}
