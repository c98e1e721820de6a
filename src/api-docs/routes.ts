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
 * The documentation, generated from the contract on the first request: `/openapi.json` and `/asyncapi.json` for tools,
 * pages under `/docs` for people. `publicUrl` is the origin that clients should use.
 */
export function docsRoutes(options: { publicUrl: string | null; version: string }): Hono {
  const routes = new Hono()
  const documents = { '/openapi.json': () => openApi(options), '/asyncapi.json': () => asyncApi(options) }
  for (const [path, make] of Object.entries(documents)) {
    const packed = once(() => pack('application/json', JSON.stringify(make())))
    routes.get(path, c => send(c, packed()))
  }
  routes.use('/docs/*', pageHeaders(policy))
  const pages = {
    '/docs': () => indexPage(options.version),
    '/docs/http': () => httpPage(),
    '/docs/sockets': () => socketsPage(asyncApi(options).info.description),
  }
  for (const [path, make] of Object.entries(pages)) {
    const packed = once(() => pack('text/html; charset=utf-8', make().toString()))
    routes.get(path, c => send(c, packed()))
  }
  for (const name of assetNames) routes.get(`/docs/assets/${name}`, c => send(c, assetOf(name)))
  return routes
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** Allows nothing from other origins. Swagger UI uses `style` attributes, and `data:` images in its style sheet. */
const policy = {
  defaultSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  formAction: ["'none'"],
}
