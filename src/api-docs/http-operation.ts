import { type Operation, statusOf } from '#contract'
import { errorsOf, headline, namespacesOf, nounOf, terms } from './calls.ts'
import { inputSchema, type Json, outputSchema } from './json-schemas.ts'
import { rateLimitHeaderRefs } from './response-headers.ts'

type Fields = { properties: Record<string, Json>; required: string[]; example: Json }

/** An entry of OpenAPI's `paths`. A field is in the path if the path names it; otherwise the method decides: query or body. */
export function httpOperation(name: string, operation: Operation, path: string): Json {
  const fields = httpFields(operation)
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1]!)
  const rest = Object.keys(fields.properties).filter(field => !inPath.includes(field))
  const inQuery = operation.http?.startsWith('GET ') ? rest : []
  const inBody = inQuery.length > 0 ? [] : rest
  const parameters = [
    ...inPath.map(field => parameter('path', field, fields)),
    ...inQuery.map(field => parameter('query', field, fields)),
    ...(operation.idempotent ? [idempotencyKey] : []),
  ]
  return {
    operationId: name,
    tags: [nounOf(name)],
    summary: headline(operation.summary),
    description: describe(name, operation),
    security: security(operation),
    ...(parameters.length > 0 && { parameters }),
    ...(inBody.length > 0 && { requestBody: requestBody(operation, pick(fields, inBody)) }),
    responses: responses(operation),
  }
}

/** The input. Its example has no idempotency key, because sending it twice would create nothing. */
function httpFields({ input, example }: Operation): Fields {
  const { properties = {}, required = [] } = inputSchema(input) as Partial<Fields>
  const { idempotencyKey: _, ...shown } = example.input as Json
  return { properties, required, example: shown }
}

function pick({ properties, required, example }: Fields, names: string[]): Fields {
  const only = <T>(record: Record<string, T>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name)))
  return {
    properties: only(properties),
    required: required.filter(name => names.includes(name)),
    example: only(example),
  }
}

function parameter(place: 'path' | 'query', name: string, { properties, required, example }: Fields): Json {
  const needed = place === 'path' || required.includes(name)
  return {
    name,
    in: place,
    required: needed,
    schema: properties[name],
    ...(name in example && { example: example[name] }),
  }
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes a retry safe: the same key returns the first result for 24 hours. Another body with the same key is a `conflict`. ' +
    'It may be in the body as `idempotencyKey` instead; two different keys are `invalid`.',
  schema: { type: 'string', format: 'uuid' },
}

function requestBody({ multipart }: Operation, { properties, required, example }: Fields): Json {
  if (!multipart) {
    const schema = { type: 'object', properties, ...(required.length > 0 && { required }) }
    return { required: required.length > 0, content: { 'application/json': { schema, example } } }
  }
  const file = { type: 'string', format: 'binary', description: 'The photo itself.' }
  const shown = Object.entries(properties).map(([name, field]) => [
    name,
    name in example ? { ...field, examples: [example[name]] } : field,
  ])
  const schema = {
    type: 'object',
    properties: { file, ...Object.fromEntries(shown) },
    required: ['file', ...required],
  }
  const inJson = Object.entries(properties).filter(([, field]) => field.type !== 'string')
  const encoding = {
    file: { contentType: 'image/*' },
    ...Object.fromEntries(inJson.map(([name]) => [name, { contentType: 'application/json' }])),
  }
  return { required: true, content: { 'multipart/form-data': { schema, encoding } } }
}

function responses(operation: Operation): Json {
  const success = {
    description: outcome[operation.status ?? 200],
    headers: rateLimitHeaderRefs,
    content: { 'application/json': { schema: outputSchema(operation.output), example: operation.example.output } },
  }
  const errors = errorsOf(operation).map(code => [statusOf[code], { $ref: `#/components/responses/${code}` }])
  return { [operation.status ?? 200]: success, ...Object.fromEntries(errors) }
}

const outcome = { 200: 'Done.', 201: 'Created.', 202: 'Accepted; the rest is done in the background.' }

function security({ access, kind }: Operation): Json[] {
  if (access !== 'public') return [{ accessToken: [] }]
  return kind === 'read' ? [{}, { accessToken: [] }] : []
}

function describe(name: string, operation: Operation): string {
  const places = namespacesOf(operation).map(namespace => `\`/${namespace}\``)
  const socket = places.length > 0 ? `Over Socket.IO: \`${name}\` on ${places.join(', ')}.` : 'Over HTTP only.'
  return `${operation.summary}\n\n${terms(operation)} ${socket}`
}
