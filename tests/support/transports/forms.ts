import { connect } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { TestApp } from '#support/app/use-app'
import { ask, type PrepareContext } from './http.ts'

/** A part of a form as it is sent: the lines of its headers, and what is in it. */
export type RawPart = { headers: (string | Buffer)[]; content: string | Buffer }

export const disposition = (rest: string | Buffer) =>
  Buffer.concat([Buffer.from('Content-Disposition: form-data; '), Buffer.from(rest)])
export const filePart = (content: string | Buffer, rest = 'name="file"; filename="photo.jpg"'): RawPart => ({
  headers: [disposition(rest), 'Content-Type: image/jpeg'],
  content,
})
export const textPart = (name: string, content: string | Buffer, ...headers: string[]): RawPart => ({
  headers: [disposition(`name="${name}"`), ...headers],
  content,
})

const boundary = 'a-boundary-of-tests'

/** The bytes of a form, exactly as given. */
export function formOf(parts: RawPart[], { end = `--${boundary}--\r\n` } = {}): Buffer {
  const bytes = parts.flatMap(({ headers, content }) => [
    `--${boundary}\r\n`,
    ...headers.flatMap(header => [header, '\r\n']),
    '\r\n',
    content,
    '\r\n',
  ])
  return Buffer.concat([...bytes, end].map(piece => Buffer.from(piece as string)))
}

export const formType = `multipart/form-data; boundary=${boundary}`

/** Sends the bytes of a form. */
export const sendForm = (app: TestApp, token: string, body: Buffer, headers: PrepareContext['headers'] = {}) =>
  ask(app, 'POST', '/v1/media', { token, body, headers: { 'content-type': formType, ...headers } })

/** Opens a connection and writes to it what a client would; `answer` is all that comes back until it is closed. */
export function rawRequest(app: Pick<TestApp, 'port'>) {
  const socket = connect(app.port, '127.0.0.1')
  socket.on('error', () => {})
  return {
    socket,
    write: (bytes: string | Buffer) => new Promise<void>(resolve => socket.write(bytes, () => resolve())),
    answer: buffer(socket).then(
      bytes => bytes.toString(),
      () => '',
    ),
  }
}

/** The first lines of a request that sends a form. */
export const formHead = (token: string, ...headers: string[]) =>
  [
    'POST /v1/media HTTP/1.1',
    'Host: photos.example.org',
    `Authorization: Bearer ${token}`,
    `Content-Type: ${formType}`,
    ...headers,
    '',
    '',
  ].join('\r\n')
