import { z } from 'zod'
import { type Operation, operations } from '#contract'

export type Json = Record<string, unknown>

/** Every operation by name, typed as any one of them. */
export const contractOperations = Object.entries<Operation>(operations)
export const operationOf = (name: string) => operations[name as keyof typeof operations] as Operation

type Schema = {
  type?: string
  format?: string
  enum?: unknown[]
  pattern?: string
  properties?: Record<string, Schema>
  anyOf?: Schema[]
  items?: Schema
}
/** One field of an input, also within others: where it is, and what it takes. */
export type Field = { path: string[]; schema: Schema; isInPath: boolean; isList: boolean }

export function fieldsOf({ input, http }: Operation): Field[] {
  const isInPath = (path: string[]) => (http ?? '').includes(`{${path[0]}}`)
  const walk = (schema: Schema, path: string[]): Field[] =>
    [schema, ...(schema.anyOf ?? [])].flatMap(({ properties = {} }) =>
      Object.entries(properties).flatMap(([name, field]) => {
        const here = [...path, name]
        const own = { path: here, schema: field.items ?? field, isInPath: isInPath(here), isList: !!field.items }
        return [own, ...walk(field, here)]
      }),
    )
  return walk(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema, [])
}

/** `lowercase` is what a UUID of one spelling is called in a schema. */
export const isId = ({ path, schema }: Field) =>
  ['uuid', 'lowercase'].includes(schema.format ?? '') && path[0] !== 'idempotencyKey'

/** Where an operation is over HTTP, and how its input travels: in the path, and in the query of GET or else in the body. */
export function requestOf({ http }: Operation, input: Json) {
  const [method = '', template = ''] = (http ?? '').split(' ')
  const inPath = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string)
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(textOf(input[name])))
  if (method !== 'GET') return { method, path, body: input }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input)) {
    if (inPath.includes(name)) continue
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, textOf(one))
  }
  return { method, path: `${path}?${query}` }
}

/** As a query or a path would carry it; what is no text there has none. */
export const textOf = (value: unknown) =>
  String(typeof value === 'object' ? JSON.stringify(value) : value).toWellFormed()

/** The input with another value in a field, or without the field. */
export function withField(input: Json, [name = '', ...rest]: string[], value: unknown): Json {
  if (rest.length > 0) return { ...input, [name]: withField((input[name] ?? {}) as Json, rest, value) }
  const { [name]: _, ...others } = input
  return value === missing ? others : { ...others, [name]: value }
}

export const missing = Symbol('missing')

export const show = (value: unknown) => (value === missing ? 'nothing' : (JSON.stringify(value) ?? '').slice(0, 50))

/** Runs several at once, so that hundreds do not take long. */
export async function inTurns<T>(list: readonly T[], work: (one: T) => Promise<void>) {
  for (let at = 0; at < list.length; at += 20) await Promise.all(list.slice(at, at + 20).map(work))
}
