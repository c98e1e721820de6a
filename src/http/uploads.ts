import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { type Context, Hono } from 'hono'
import { type Operation, type OperationName, operations } from '#contract'
import { checkFinished } from '#core/pipeline/access'
import type { StoredFile } from '#core/pipeline/context'
import { ApiError, invalid } from '#core/pipeline/errors'
import { storageAway } from '#core/pipeline/storage-errors'
import { type Received, receivePhoto } from './receive-photo.ts'
import type { RawRequest } from './request-body.ts'
import { admit, answerProblem, errorOf, fieldKinds, type HttpDeps, idempotencyKeyOf, viewerStill } from './routes.ts'

type Deps = HttpDeps & {
  files: { putFile(key: string, path: string): Promise<void>; delete(key: string): Promise<void> }
  uploadFolder: string
}

/** The operations that take a file: a multipart form, of which the file is stored before they run. */
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

  app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), async function takeUpload(c) {
    const began = performance.now()
    const headers: Record<string, string> = { 'Cache-Control': 'no-store' }
    let code = 'ok'
    try {
      // Whoever may not, or too often, is told so before anything of the file is taken.
      const { viewer: caller, from } = await admit(c, name, operation, deps, headers)
      // Of an unfinished sign-up there is one stage that takes a file.
      if (caller && caller.stage !== 'photo') checkFinished(caller)
      const { uploadFolder: folder, onError } = deps
      const received = await receivePhoto(c.env as RawRequest, { folder, fields, onError })
      const output = await withFile(received, deps, async file => {
        const viewer = await viewerStill(c, caller, operation, deps, began)
        const input = inputOf(c, received.texts, kinds, operation)
        return deps.run(name, input, { viewer, from, file, admitted: true })
      })
      return c.json(output as object, operation.status ?? 200, headers)
    } catch (error) {
      const refusal = errorOf(error, deps)
      code = refusal.code
      return answerProblem(c, refusal, headers)
    } finally {
      deps.observe({ operation: name, code, seconds: (performance.now() - began) / 1000 })
    }
  })
}

/** Stores a file for as long as something is made of it: what keeps it says so, otherwise it is removed again. */
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
    // Where it is not known whether the transaction was committed, its file stays.
    const inDoubt = !(error instanceof ApiError) || error.code === 'unavailable' || error.code === 'internal'
    file.kept &&= inDoubt
    throw error
  } finally {
    if (!file.kept) await files.delete(file.key).catch(onError)
  }
}

/** A form carries text alone: what is none by its schema is written as JSON. */
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
