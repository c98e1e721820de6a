import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request as send } from 'node:http'
import type { TestApp } from '#support/app/use-app'

export type Answer = {
  status: number
  headers: IncomingHttpHeaders
  text: string
  /** The body as JSON; empty where it is none. */
  body: Record<string, unknown>
}

export type PrepareContext = {
  token?: string
  /** Beside those that the token and the body bring; an undefined one takes such a header away. */
  headers?: OutgoingHttpHeaders
  /** Sent as it stands; anything but text and bytes is sent as JSON. */
  body?: unknown
}

/** Calls a node over HTTP with exactly the given method, path, headers and body. */
export function ask(
  app: Pick<TestApp, 'port'>,
  method: string,
  path: string,
  asking: PrepareContext = {},
): Promise<Answer> {
  const { request, payload, answered } = begin(app, method, path, asking)
  request.end(payload)
  return answered
}

/** The same, but sends only the first bytes of the body until `end` is called. */
export function askSlowly(app: Pick<TestApp, 'port'>, method: string, path: string, asking: PrepareContext) {
  const { request, payload = '', answered } = begin(app, method, path, asking)
  const body = Buffer.from(payload)
  const isTaken = new Promise<void>(resolve => request.write(body.subarray(0, 5), () => resolve()))
  return { isTaken, answered, end: () => void request.end(body.subarray(5)) }
}

function begin(app: Pick<TestApp, 'port'>, method: string, path: string, asking: PrepareContext) {
  const { token, body } = asking
  const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array
  const payload = isRaw ? body : JSON.stringify(body)
  const wanted = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(payload !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
    ...asking.headers,
  }
  const headers = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
  const request = send({ host: '127.0.0.1', port: app.port, method, path, headers })
  const answered = new Promise<Answer>((resolve, reject) => {
    request.once('error', reject)
    request.once('response', response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.once('error', reject)
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: jsonOf(text) })
      })
    })
  })
  return { request, payload, answered }
}

function jsonOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
