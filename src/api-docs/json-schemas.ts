import { z } from 'zod'
import * as contract from '#contract'

export type Json = Record<string, unknown>

/** The shapes that both documents define once under `components/schemas`. */
const shapes = {
  User: contract.user,
  Profile: contract.profile,
  Image: contract.image,
  Media: contract.media,
  Post: contract.post,
  Comment: contract.comment,
  Message: contract.message,
  Conversation: contract.conversation,
  Notification: contract.notification,
  Tokens: contract.tokens,
  Failure: contract.failure,
  Problem: contract.problem,
}
export type ShapeName = keyof typeof shapes

const registry = z.registry<{ id?: string }>()
for (const [id, shape] of Object.entries(shapes)) registry.add(shape, { id })

export const shapeRef = (name: ShapeName) => ({ $ref: place(name) })

/** All shapes by name, except those in `without`. */
export function shapeSchemas(without: ShapeName[]): Record<string, Json> {
  const { schemas } = z.toJSONSchema(registry, { uri: place, override: readable })
  const wanted = Object.entries(schemas).filter(([name]) => !without.includes(name as ShapeName))
  return Object.fromEntries(wanted.map(([name, schema]) => [name, bare(schema)]))
}

/** The schema of what a caller sends: fields with a default are optional. */
export const inputSchema = (schema: z.ZodObject) => bare(z.toJSONSchema(schema, { ...options, io: 'input' }))

/** The schema of what the server sends. */
export function outputSchema(schema: z.ZodType): Json {
  const name = registry.get(schema)?.id as ShapeName | undefined
  return name ? shapeRef(name) : bare(z.toJSONSchema(schema, { ...options, io: 'output' }))
}

const place = (name: string) => `#/components/schemas/${name}`
const options = { metadata: registry, override: readable }

type Written = { zodSchema: z.core.$ZodType; jsonSchema: z.core.JSONSchema.BaseSchema }

/** Removes what zod adds to the contract: outputs may gain fields, and a format makes its pattern redundant. */
function readable({ zodSchema, jsonSchema }: Written) {
  const description = z.globalRegistry.get(zodSchema)?.description
  if (description) jsonSchema.description = description
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
  if (jsonSchema.format === 'lowercase') {
    jsonSchema.format = 'uuid'
    delete jsonSchema.allOf
  }
  if (jsonSchema.format && jsonSchema.format !== 'e164') delete jsonSchema.pattern
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}

function bare({ $schema, $id, id, $defs, ...schema }: Json): Json {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/$defs/', '"$ref":"#/components/schemas/')
  return JSON.parse(text) as Json
}
