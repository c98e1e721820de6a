import { html } from 'hono/html'
import type { Json } from './json-schemas.ts'

export type Html = ReturnType<typeof html>
type Fields = [name: string, field: Json][]

/** A JSON Schema as a TypeScript type; named shapes link to their place on the page. */
export function typeText(schema: Json): Html {
  const { $ref, const: value, type } = schema
  const choices = (schema.enum as unknown[] | undefined)?.map(choice => html`${JSON.stringify(choice)}`)
  const variants = (schema.anyOf as Json[] | undefined)?.map(typeText)
  if (typeof $ref === 'string') return shapeLink($ref.split('/').at(-1)!)
  if (value !== undefined) return html`${JSON.stringify(value)}`
  if (choices ?? variants) return joined((choices ?? variants)!, ' | ')
  if (Array.isArray(type))
    return joined(
      type.map(each => typeText({ ...schema, type: each })),
      ' | ',
    )
  if (type === 'array') return arrayText(schema.items as Json)
  if (type === 'object') return objectText(schema)
  return html`${type === 'string' ? (schema.format ?? type) : (type ?? 'unknown')}`
}

export const fieldsOf = (schema: Json): Fields => Object.entries((schema.properties ?? {}) as Record<string, Json>)

export const isRequired = (schema: Json, name: string) => ((schema.required ?? []) as string[]).includes(name)

const shapeLink = (name: string) => html`<a href="#${name}">${name}</a>`

const joined = (parts: Html[], separator: string) =>
  html`${parts.map((part, i) => html`${i > 0 ? separator : ''}${part}`)}`

function arrayText(items: Json): Html {
  const isUnion = items.enum ?? items.anyOf ?? Array.isArray(items.type)
  return isUnion ? html`(${typeText(items)})[]` : html`${typeText(items)}[]`
}

function objectText(schema: Json): Html {
  const fields = fieldsOf(schema)
  if (fields.length === 0) return html`object`
  const members = fields.map(([name, field]) => html`${name}${isRequired(schema, name) ? '' : '?'}: ${typeText(field)}`)
  return html`{ ${joined(members, ', ')} }`
}
