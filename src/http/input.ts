import { isUtf8 } from 'node:buffer'
import type { Context } from 'hono'
import { z } from 'zod'
import { ApiError, invalid } from '#core/pipeline/errors'
import { type RawRequest, readBody, rejectCoding } from './request-body.ts'

const maxBytes = 256 * 1024

/** The JSON object in the body; empty without a body. */
export async function readJson(c: Context): Promise<Record<string, unknown>> {
  if (Number(c.req.header('content-length') ?? 0) > maxBytes) throw tooLarge()
  const request = c.env as RawRequest
  rejectCoding(request.incoming)
  const bytes = await readAtMost(request)
  if (bytes.length === 0) return {}
  if (!/^application\/(\w+\+)?json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new ApiError('unsupported_media', 'The body must be application/json.')
  }
  let body: unknown
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw invalid({ body: 'is not well-formed JSON in UTF-8' })
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid({ body: 'must be a JSON object' })
  return { ...body }
}

async function readAtMost(request: RawRequest) {
  const chunks: Buffer[] = []
  let size = 0
  await readBody(request, chunk => {
    size += chunk.length
    if (size > maxBytes) throw tooLarge()
    chunks.push(chunk)
  })
  return Buffer.concat(chunks)
}

const tooLarge = () => new ApiError('too_large', 'A JSON body may have at most 256 kB.')

/** The fields in the query. */
export function readQuery(c: Context, kinds: Map<string, string>) {
  // Not by `URL`, which throws if the Host header is malformed.
  const [, query = ''] = c.req.url.split('?', 2)
  rejectOtherText(query)
  const input: Record<string, unknown> = {}
  for (const [name, values] of Object.entries(c.req.queries())) {
    input[name] = values.length === 1 ? coerce(values[0] ?? '', kinds.get(name)) : values
  }
  return input
}

/** Throws `invalid` if a percent-encoded part of a query is not UTF-8. A lone percent sign stands for itself. */
function rejectOtherText(query: string) {
  for (const pair of query.split('&')) {
    const bytes = pair.replaceAll(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    const [name = ''] = pair.split('=')
    if (!isUtf8(Buffer.from(bytes, 'latin1'))) throw invalid({ [name.includes('%') ? 'query' : name]: 'is not UTF-8' })
  }
}

/** A query or path carries only text: numbers in plain notation become numbers, other text is left to the schema. */
export const coerce = (value: string, kind: string | undefined) =>
  (kind === 'integer' || kind === 'number') && /^-?\d{1,15}$/.test(value) ? Number(value) : value

const kinds = new WeakMap<z.ZodObject, Map<string, string>>()

/** The JSON types of the fields of an input, found once for each. */
export function fieldKinds(schema: z.ZodObject): Map<string, string> {
  const known = kinds.get(schema) ?? findKinds(schema)
  kinds.set(schema, known)
  return known
}

function findKinds(schema: z.ZodObject) {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return new Map(Object.entries(properties).map(([name, field]) => [name, String((field as { type?: unknown }).type)]))
}

/** The idempotency key of a request, from its header or its body. Throws `invalid` if the two differ. */
export function idempotencyKeyOf(c: Context, inBody: unknown): unknown {
  const inHeader = c.req.header('idempotency-key')
  if (inHeader === undefined || inBody === undefined) return inHeader ?? inBody
  if (typeof inBody === 'string' && inBody.toLowerCase() === inHeader.toLowerCase()) return inHeader
  throw invalid({ idempotencyKey: 'differs from the Idempotency-Key header' })
}
