import SwaggerParser from '@apidevtools/swagger-parser'
import { serve } from '@hono/node-server'
import { describe, expect, test } from 'vitest'
import { asyncApi } from '#api-docs/async-api'
import { openApi } from '#api-docs/open-api'
import { docsRoutes } from '#api-docs/routes'
import { events, namespaces, type Operation, operations, statusOf, streams } from '#contract'
import { rateLimitHeaderNames } from '#http/rate-limit-headers'
import { asyncApiErrors } from '#support/api-docs/async-api-errors'
import { openBrowser } from '#support/browser/open-browser'

const options = { publicUrl: 'https://photos.example', version: '1.2.3' }
const allOperations = Object.entries<Operation>(operations)
const overHttp = allOperations.filter(([, { http }]) => http !== null)
const overSockets = allOperations.filter(([, { namespace }]) => namespace !== null)
const routes = docsRoutes(options)
const get = async (path: string, headers: Record<string, string> = {}) => routes.request(path, { headers })

describe('the OpenAPI document', () => {
  const document = openApi(options)
  const validate = (api: object) => SwaggerParser.validate(structuredClone(api) as SwaggerParser['api'])

  test('is what /openapi.json returns', async () => {
    const answer = await get('/openapi.json')
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(document)))
  })

  test('is valid OpenAPI 3.1', async () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    await validate(document)
    await expect(validate({ ...document, paths: { '/x': { get: { operationId: 7 } } } })).rejects.toThrow('operationId')
  })

  test.each(overHttp)('has all of %s', (name, operation) => {
    const described = describedBy(document, operation)
    expect(described).toMatchObject({ operationId: name, tags: [name.split('.')[0]] })
    expect(fieldsOf(described)).toEqual(Object.keys(operation.input.shape).sort())
    expect(described.responses[operation.status ?? 200]).toMatchObject(jsonExample(operation.example.output))
    expect(Object.keys(described.responses)).toEqual(expect.arrayContaining(statusesOf(operation)))
    expect(headersOf(described)).toEqual(operation.idempotent ? ['Idempotency-Key'] : [])
    expect(needsToken(described)).toBe(operation.access !== 'public')
  })

  test('has nothing that only sockets carry', () => {
    const described = Object.values(document.paths).flatMap(path => Object.values(path) as Described[])
    expect(described.map(each => each.operationId).sort()).toEqual(overHttp.map(([name]) => name).sort())
    expect(overHttp.length).toBeLessThan(allOperations.length)
  })

  test('has each error once, with a problem document as its example', () => {
    for (const [code, status] of Object.entries(statusOf)) {
      expect(document.components.responses[code]).toMatchObject({
        content: { 'application/problem+json': { example: { code, status } } },
      })
    }
  })

  test('documents the rate limit headers of every response, and when to retry after an error', () => {
    const { headers, responses } = document.components
    const named = Object.keys(headers).map(name => `#/components/headers/${name}`)
    const refs = (response: unknown) =>
      Object.values((response as { headers: Record<string, { $ref: string }> }).headers).map(({ $ref }) => $ref)
    for (const [, operation] of overHttp)
      expect(refs(describedBy(document, operation).responses[operation.status ?? 200])).toEqual(named.slice(0, 4))
    expect(refs(responses.rate_limited)).toEqual(named)
    expect(refs(responses.not_found)).toEqual(named.slice(0, 4))
    expect(named.map(name => name.split('/').at(-1))).toEqual([...rateLimitHeaderNames, 'Retry-After'])
  })

  test('has no secret in a URL: no password, code or token is a parameter', () => {
    const described = overHttp.map(([, operation]) => describedBy(document, operation))
    const parameters = described.flatMap(({ parameters = [] }) => parameters.map(({ name }) => name))
    expect(parameters.filter(name => /password|code|token|totp/i.test(name))).toEqual([])
  })

  test('has a file in each form, and marks the fields that are JSON rather than text', () => {
    const formOf = (name: 'users.setPhoto' | 'media.upload') => {
      const { requestBody } = describedBy(document, operations[name])
      return requestBody?.content['multipart/form-data']
    }
    expect(formOf('users.setPhoto')).toMatchObject({
      schema: { properties: { file: { format: 'binary' }, crop: { type: 'object' } }, required: ['file'] },
      encoding: { file: { contentType: 'image/*' }, crop: { contentType: 'application/json' } },
    })
    expect(formOf('media.upload')).toMatchObject({ schema: { properties: { altText: { type: 'string' } } } })
    expect(formOf('media.upload')).not.toHaveProperty('encoding.altText')
  })

  test('points clients to the public address, or to where the document came from', () => {
    expect(document.servers).toEqual([{ url: 'https://photos.example' }])
    expect(openApi({ ...options, publicUrl: null }).servers).toEqual([{ url: '/' }])
  })
})

describe('the AsyncAPI document', () => {
  const document = asyncApi(options)
  const messagesIn = (namespace: string) =>
    (document.channels[namespace] as { messages: Record<string, object> }).messages
  const messages = (namespace: string) => Object.keys(messagesIn(namespace))

  test('is what /asyncapi.json returns', async () => {
    expect(await (await get('/asyncapi.json')).json()).toEqual(JSON.parse(JSON.stringify(document)))
  })

  test('is valid AsyncAPI 3.0, its examples included', () => {
    expect(document.asyncapi).toBe('3.0.0')
    expect(asyncApiErrors(document)).toEqual([])
    expect(asyncApiErrors({ ...document, operations: { x: { action: 'shout' } } })).not.toEqual([])
    const { schemas } = document.components
    expect(asyncApiErrors({ ...document, components: { ...document.components, schemas: {} } })[0]).toMatch(
      /leads nowhere/,
    )
    const numbers = { ...schemas, User: { type: 'number' } }
    expect(asyncApiErrors({ ...document, components: { ...document.components, schemas: numbers } })[0]).toMatch(
      /its example/,
    )
  })

  test.each(overSockets)('has %s with its acknowledgement, in each of its namespaces', (name, { namespace }) => {
    for (const place of [namespace].flat())
      expect(messages(place!)).toEqual(expect.arrayContaining([name, `${name}.ack`]))
    expect(actionsOf(name)).toEqual([namespace].flat().map(() => 'send'))
  })

  test.each(Object.entries(events))('has the event %s', (name, { namespace, kind }) => {
    expect(messages(namespace)).toContain(name)
    expect(actionsOf(name)).toEqual(['receive'])
    expect('headers' in messagesIn(namespace)[name]!).toBe(kind !== 'ephemeral')
  })

  test('has what the transport itself sends and accepts', () => {
    for (const namespace of namespaces)
      expect(messages(namespace)).toEqual(expect.arrayContaining(['session.renew', 'server.moving']))
    for (const stream of streams) expect(messages(stream)).toEqual(expect.arrayContaining(['log.head', 'log.void']))
    expect(messages('posts')).not.toContain('log.head')
  })

  test('says where to connect', () => {
    expect(document.servers.heliograph).toMatchObject({
      host: 'photos.example',
      protocol: 'wss',
      pathname: '/socket.io/',
    })
  })

  function actionsOf(name: string) {
    const said = Object.values(document.operations).filter(({ title }) => title === name)
    return said.map(({ action }) => action)
  }
})

describe('the pages', () => {
  const pages = ['/docs', '/docs/http', '/docs/sockets']

  test.each(pages)('%s loads only existing assets, and none from other servers', async path => {
    const answer = await get(path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'")
    const loaded = addressesLoadedBy(await answer.text())
    expect(loaded).not.toEqual([])
    for (const address of loaded) {
      expect(address).toMatch(/^\/[^/]/)
      const asset = await get(address)
      expect(asset.status).toBe(200)
      if (address.endsWith('.css')) expect(await asset.text()).not.toMatch(/@import|url\(["']?(?!["']?data:)/)
    }
  })

  test('link to each other', async () => {
    for (const path of pages) {
      const links = [...(await (await get(path)).text()).matchAll(/<a [^>]*href="(\/[^"]*)"/g)].map(match => match[1]!)
      for (const link of links) expect((await get(link)).status).toBe(200)
      expect(links).toEqual(
        expect.arrayContaining(['/docs', '/docs/http', '/docs/sockets', '/openapi.json', '/asyncapi.json']),
      )
    }
  })

  test('the page of sockets shows everything they carry, and each link within it has a target', async () => {
    const page = await (await get('/docs/sockets')).text()
    for (const name of [...overSockets.map(([name]) => name), ...Object.keys(events)]) expect(page).toContain(name)
    const places = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(match => match[1]))
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(match => match[1])
    expect(links.filter(link => !places.has(link))).toEqual([])
  })

  test('are compressed for clients that accept it, and not sent again to clients that have them', async () => {
    const plain = await get('/docs/assets/swagger-ui-bundle.js')
    const packed = await get('/docs/assets/swagger-ui-bundle.js', { 'accept-encoding': 'br, gzip' })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    const sizes = await Promise.all([packed, plain].map(async answer => (await answer.arrayBuffer()).byteLength))
    expect(sizes[0]).toBeLessThan(sizes[1]! / 2)
    const again = await get('/docs/assets/swagger-ui-bundle.js', { 'if-none-match': plain.headers.get('etag')! })
    expect(again.status).toBe(304)
  })

  test('leave other paths to other routes', async () => {
    for (const path of [
      '/',
      '/docs/other',
      '/docs/assets/',
      '/docs/assets/package.json',
      '/docs/assets/..%2fdocs.css',
    ]) {
      expect((await get(path)).status).toBe(404)
    }
  })

  test('in a browser, show every operation and load nothing from other servers', async () => {
    await using server = await listen()
    await using browser = await openBrowser()
    const page = await browser.newPage()
    const asked: string[] = []
    const faults: string[] = []
    page.on('request', request => asked.push(new URL(request.url()).origin))
    page.on('console', message => message.type() === 'error' && faults.push(message.text()))
    page.on('pageerror', error => faults.push(error.message))
    for (const path of pages) await page.goto(server.origin + path)
    await page.goto(`${server.origin}/docs/http`)
    await page
      .locator('.opblock')
      .nth(overHttp.length - 1)
      .waitFor()
    expect(await page.locator('.opblock').count()).toBe(overHttp.length)
    expect(new Set(asked.filter(origin => origin !== 'null'))).toEqual(new Set([server.origin]))
    expect(faults).toEqual([])
  })
})

type Described = {
  operationId: string
  security: object[]
  parameters?: { name: string; in: string }[]
  requestBody?: { content: Record<string, { schema: { properties: object } }> }
  responses: Record<string, object>
}

function describedBy({ paths }: ReturnType<typeof openApi>, { http }: Operation) {
  const [method, path] = http!.split(' ') as [string, string]
  return paths[path]?.[method.toLowerCase()] as Described
}

/** The input fields by name, wherever they travel. */
function fieldsOf({ parameters = [], requestBody }: Described) {
  const bodies = Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => Object.keys(schema.properties))
  const inAddress = parameters.filter(parameter => parameter.in !== 'header').map(({ name }) => name)
  return without('file', [...inAddress, ...bodies])
}

const without = (unwanted: string, names: string[]) => names.filter(name => name !== unwanted).sort()

const jsonExample = (example: object) => ({ content: { 'application/json': { example } } })

const statusesOf = ({ errors }: Operation) => [...errors, 'internal' as const].map(code => String(statusOf[code]))

const headersOf = ({ parameters = [] }: Described) =>
  parameters.filter(parameter => parameter.in === 'header').map(({ name }) => name)

const needsToken = ({ security }: Described) => security.length > 0 && security.every(each => 'accessToken' in each)

/** What a browser fetches to show a page; links that a reader may follow are not among it. */
const addressesLoadedBy = (page: string) => [
  ...[...page.matchAll(/<link [^>]*href="([^"]*)"/g)].map(match => match[1]!),
  ...[...page.matchAll(/ src="([^"]*)"/g)].map(match => match[1]!),
]

async function listen() {
  const { promise, resolve } = Promise.withResolvers<number>()
  const server = serve({ fetch: docsRoutes(options).fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
    resolve(port),
  )
  const close = () => new Promise<void>(closed => server.close(() => closed()))
  return { origin: `http://127.0.0.1:${await promise}`, [Symbol.asyncDispose]: close }
}
