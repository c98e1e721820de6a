import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { type Context, Hono } from 'hono'
import { type Operation, type OperationName, operations } from '#contract'
import { checkFinished } from '#core/pipeline/access'
import type { StoredFile } from '#core/pipeline/context'
import { ApiError, invalid } from '#core/pipeline/errors'
import { storageAway } from '#core/pipeline/storage-errors'
import { type HttpDeps, respond } from './call.ts'
import { admit, viewerStill } from './caller.ts'
import { fieldKinds, idempotencyKeyOf } from './input.ts'
import { type Received, receivePhoto } from './receive-photo.ts'
import type { RawRequest } from './request-body.ts'

type Deps = HttpDeps & {
  files: { putFile(key: string, path: string): Promise<void>; delete(key: string): Promise<void> }
  uploadFolder: string
}

/** The operations with a file: a multipart form, whose file is stored before they run. */
export function uploadRoutes(deps: Deps) {
  const app = new Hono()
  for (const [name, operation] of Object.entries(operations) as [OperationName, Operation][]) {
    if (operation.multipart) mount(app, name, operation, deps)
  }
  return app
}

function mount(app: Hono, name: OperationName, operation: Operation, deps: Deps) {
  const [method = '', path = ''] = (operation.http ?? '').split(' ')
  const kinds = fieldKinds(operation.input)
  const fields = new Set(kinds.keys())

  app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), c =>
    respond(c, name, deps, async (headers, began) => {
      // A caller who may not upload, or has reached the rate limit, gets the error before the file is read.
      const { viewer: caller, from } = await admit(c, name, operation, deps, headers)
      // An unfinished sign-up has one stage that accepts a file.
      if (caller && caller.stage !== 'photo') checkFinished(caller)
      const { uploadFolder: folder, onError } = deps
      const received = await receivePhoto(c.env as RawRequest, { folder, fields, onError })
      const output = await withFile(received, deps, async file => {
        const viewer = await viewerStill(c, caller, operation, deps, began)
        const input = inputOf(c, received.texts, kinds, operation)
        return deps.run(name, input, { viewer, from, file, admitted: true })
      })
      return c.json(output as object, operation.status ?? 200, headers)
    }),
  )
}

/** Stores a file while `use` runs, and removes it afterwards unless `use` sets `kept`. */
async function withFile<T>(
  { path, texts: _, ...about }: Received,
  { files, onError }: Deps,
  use: (file: StoredFile) => Promise<T>,
) {
  const file: StoredFile = { ...about, key: `uploads/${randomUUID()}`, kept: false }
  const stored = files.putFile(file.key, path).catch(storageAway(onError))
  await stored.finally(() => rm(path, { force: true }))
  try {
    return await use(file)
  } catch (error) {
    // If the transaction may have been committed, its file stays.
    const inDoubt = !(error instanceof ApiError) || error.code === 'unavailable' || error.code === 'internal'
    file.kept &&= inDoubt
    throw error
  } finally {
    if (!file.kept) await files.delete(file.key).catch(onError)
  }
}

/** A form carries only text: fields of other types are JSON. */
function inputOf(c: Context, texts: Map<string, string>, kinds: Map<string, string>, { idempotent }: Operation) {
  const input: Record<string, unknown> = { ...c.req.param() }
  for (const [field, value] of texts) {
    const kind = kinds.get(field)
    if (kind !== undefined) input[field] = kind === 'string' ? value : parsed(field, value)
  }
  if (idempotent) input.idempotencyKey = idempotencyKeyOf(c, input.idempotencyKey)
  return input
}

function parsed(field: string, value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    throw invalid({ [field]: 'is not well-formed JSON' })
  }
}
