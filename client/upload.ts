import { MAX_PHOTO_BYTES, type OperationName, operations } from '../src/contract/index.ts'
import { type HttpCall, type HttpServer, headersOf, outputOf } from './calls-over-http.ts'
import { HeliographError, noResponse } from './error.ts'

// The client is compiled without DOM types. Node has no XMLHttpRequest.
declare const XMLHttpRequest: new () => ProgressRequest
type ProgressRequest = {
  readonly upload: {
    onprogress: ((event: { lengthComputable: boolean; loaded: number; total: number }) => void) | null
  }
  readonly status: number
  readonly responseText: string
  onload: (() => void) | null
  onerror: (() => void) | null
  onabort: (() => void) | null
  open(method: string, url: string): void
  setRequestHeader(name: string, value: string): void
  getResponseHeader(name: string): string | null
  send(body: FormData): void
  abort(): void
}

export type Upload = HttpCall & { onProgress?: (fraction: number) => void }

/**
 * Sends a file and the operation's other fields as a multipart form: text fields as they are, others as JSON.
 * `onProgress` receives the fraction sent (0–1), in browsers only. A file that is too large is not sent.
 */
export async function uploadOverHttp(
  server: HttpServer,
  name: OperationName,
  file: Blob,
  about: object,
  upload: Upload,
) {
  if (file.size > MAX_PHOTO_BYTES)
    throw new HeliographError({ code: 'too_large', detail: 'A photo can be at most 25 MB.' })
  const [method, path] = (operations[name].http ?? '').split(' ') as [string, string]
  const form = new FormData()
  for (const [field, value] of Object.entries(about)) {
    if (value !== undefined) form.append(field, typeof value === 'string' ? value : JSON.stringify(value))
  }
  form.append('file', file, 'name' in file ? String(file.name) : 'photo')
  try {
    if (upload.onProgress && typeof XMLHttpRequest !== 'undefined')
      return await sendWithProgress(method, server.url + path, form, upload)
    const sent = { method, headers: headersOf(upload), body: form, signal: upload.signal ?? null }
    const response = await server.fetch(server.url + path, sent)
    return outputOf(response.status, await response.text(), response.headers.get('retry-after'))
  } catch (error) {
    upload.signal?.throwIfAborted()
    throw error instanceof HeliographError ? error : noResponse(error)
  }
}

/** `fetch` reports no upload progress; `XMLHttpRequest` does. */
function sendWithProgress(method: string, url: string, form: FormData, upload: Upload): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, url)
    for (const [name, value] of Object.entries(headersOf(upload))) request.setRequestHeader(name, value)
    request.upload.onprogress = event => {
      if (event.lengthComputable) upload.onProgress?.(event.loaded / event.total)
    }
    request.onload = () => {
      try {
        resolve(outputOf(request.status, request.responseText, request.getResponseHeader('retry-after')))
      } catch (error) {
        reject(error)
      }
    }
    request.onerror = () => reject(noResponse())
    request.onabort = () => reject(noResponse())
    upload.signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(form)
  })
}
