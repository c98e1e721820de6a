import { html } from 'hono/html'
import type { Json } from './json-schemas.ts'
import { inline } from './prose.ts'
import { fieldsOf, type Html, isRequired, typeText } from './type-text.ts'

/** The fields of a JSON Schema: what each is called, what it is, and what its value must keep to. */
export function fieldTable(schema: Json): Html {
  const fields = fieldsOf(schema)
  if (fields.length === 0)
    return html`<p class="type"><code>${schema.type === 'object' ? html`{}` : typeText(schema)}</code></p>`
  return html`<table><tbody>${fields.map(([name, field]) => row(name, field, isRequired(schema, name)))}</tbody></table>`
}

const row = (name: string, field: Json, required: boolean) => html`
  <tr><th><code>${name}${required ? '' : html`<i>?</i>`}</code></th><td><code>${typeText(field)}</code>${rules(field)}</td></tr>`

function rules(field: Json): Html {
  const said = [...bounds(field), ...described(field)].map(inline)
  return said.length > 0 ? html` <small>${said.map((one, i) => html`${i > 0 ? ' · ' : ''}${one}`)}</small>` : html``
}

function bounds(field: Json): string[] {
  const { minLength = 0, maxLength, minItems = 0, maxItems, minimum, maximum } = field
  return [
    range(minLength || undefined, maxLength, ' characters'),
    range(minItems || undefined, maxItems, ' items'),
    range(minimum, maximum, ''),
  ].filter(text => text !== '')
}

function range(least: unknown, most: unknown, unit: string): string {
  if (least !== undefined && most !== undefined) return `${least} to ${most}${unit}`
  if (most !== undefined) return `up to ${most}${unit}`
  return least === undefined ? '' : `at least ${least}${unit}`
}

function described({ pattern, default: otherwise, description }: Json): string[] {
  return [
    // Where words say what it is, the pattern is for machines.
    ...(pattern && !description ? [`matches \`${pattern}\``] : []),
    ...(otherwise === undefined ? [] : [`${JSON.stringify(otherwise)} if left out`]),
    ...(description ? [String(description)] : []),
  ]
}
