import { Hono } from 'hono'
import { pack, send } from '#http/packed'
import { pageHeaders } from '#http/page-headers'
import { assetNames, assetOf } from './assets.ts'
import { asyncApi } from './async-api.ts'
import { httpPage } from './http-page.ts'
import { indexPage } from './index-page.ts'
import { openApi } from './open-api.ts'
import { socketsPage } from './sockets-page.ts'

/**
 * The documentation, made once from the contract: `/openapi.json` and `/asyncapi.json` for tools, pages under `/docs` for
 * people. `publicUrl` is the origin that clients are told to use.
 */
export function docsRoutes(options: { publicUrl: string | null; version: string }): Hono {
  const http = openApi(options)
  const sockets = asyncApi(options)
  const routes = new Hono()
  const documents = { '/openapi.json': http, '/asyncapi.json': sockets }
  for (const [path, document] of Object.entries(documents)) {
    const packed = pack('application/json', JSON.stringify(document))
    routes.get(path, c => send(c, packed))
  }
  routes.use('/docs/*', pageHeaders(policy))
  const pages = {
    '/docs': indexPage(options.version),
    '/docs/http': httpPage(),
    '/docs/sockets': socketsPage(sockets.info.description),
  }
  for (const [path, page] of Object.entries(pages)) {
    const packed = pack('text/html; charset=utf-8', page.toString())
    routes.get(path, c => send(c, packed))
  }
  for (const name of assetNames) routes.get(`/docs/assets/${name}`, c => send(c, assetOf(name)))
  return routes
}

/** Nothing is loaded from elsewhere. Swagger UI writes `style` attributes, and pictures into its style sheet. */
const policy = {
  defaultSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  formAction: ["'none'"],
}
