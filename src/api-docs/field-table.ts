import { html } from 'hono/html'
import type { Json } from './json-schemas.ts'
import { inline } from './prose.ts'
import { fieldsOf, type Html, isRequired, typeText } from './type-text.ts'

/** The fields of a JSON Schema as a table: name, type and constraints. */
export function fieldTable(schema: Json): Html {
  const fields = fieldsOf(schema)
  if (fields.length === 0)
    return html`<p class="type"><code>${schema.type === 'object' ? html`{}` : typeText(schema)}</code></p>`
  return html`<table><tbody>${fields.map(([name, field]) => row(name, field, isRequired(schema, name)))}</tbody></table>`
}

const row = (name: string, field: Json, required: boolean) => html`
  <tr><th><code>${name}${required ? '' : html`<i>?</i>`}</code></th><td><code>${typeText(field)}</code>${rules(field)}</td></tr>`

function rules(field: Json): Html {
  const parts = [...bounds(field), ...described(field)].map(inline)
  return parts.length > 0 ? html` <small>${parts.map((part, i) => html`${i > 0 ? ' · ' : ''}${part}`)}</small>` : html``
}

function bounds(field: Json): string[] {
  const { minLength = 0, maxLength, minItems = 0, maxItems, minimum, maximum } = field
  return [
    range(minLength || undefined, maxLength, ' characters'),
    range(minItems || undefined, maxItems, ' items'),
    range(minimum, maximum, ''),
  ].filter(text => text !== '')
}

function range(min: unknown, max: unknown, unit: string): string {
  if (min !== undefined && max !== undefined) return `${min} to ${max}${unit}`
  if (max !== undefined) return `up to ${max}${unit}`
  return min === undefined ? '' : `at least ${min}${unit}`
}

function described({ pattern, default: fallback, description }: Json): string[] {
  return [
    // A description makes the pattern redundant for people.
    ...(pattern && !description ? [`matches \`${pattern}\``] : []),
    ...(fallback === undefined ? [] : [`${JSON.stringify(fallback)} by default`]),
    ...(description ? [String(description)] : []),
  ]
}
