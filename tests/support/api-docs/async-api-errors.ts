import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

type Message = { payload?: object; examples?: { payload: unknown }[] }
type Document = { components: { messages: Record<string, Message> }; channels: Record<string, Channel> }
type Channel = { messages: Record<string, Message> }

const options = { strict: false, allErrors: true, validateFormats: true }
const schema = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0-without-$id.json') as object

const isAsyncApi = formats.default(new Ajv(options)).compile(schema)

/** What is wrong with an AsyncAPI 3.0 document: its form, references that lead nowhere, examples that break their schema. */
export function asyncApiErrors(document: object): string[] {
  const plain = JSON.parse(JSON.stringify(document)) as Document
  if (!isAsyncApi(plain))
    return [...new Set((isAsyncApi.errors ?? []).map(each => `${each.instancePath} ${each.message}`))]
  const lost = referencesIn(plain).filter(reference => at(plain, reference) === undefined)
  if (lost.length > 0) return lost.map(reference => `${reference} leads nowhere`)
  const schemas = formats.default(new Ajv2020(options)).addSchema(plain, 'document')
  const places = ['/components', ...Object.keys(plain.channels).map(name => `/channels/${pointerPart(name)}`)]
  return places.flatMap(place => {
    const { messages } = at(plain, `#${place}`) as Channel
    return Object.entries(messages).flatMap(([name, { examples = [], payload }]) => {
      if (!payload) return []
      const path = `${place}/messages/${pointerPart(name)}`
      const isPayload = schemas.compile({ $ref: `document#${path}/payload` })
      return examples
        .filter(example => !isPayload(example.payload))
        .map(() => `${path}: its example ${schemas.errorsText(isPayload.errors)}`)
    })
  })
}

const pointerPart = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** The value at a JSON pointer such as `#/components/schemas/Post`. */
const at = (document: object, pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], document)

function referencesIn(document: object) {
  const found = new Set<string>()
  JSON.stringify(document, (key, value) => {
    if (key === '$ref' && typeof value === 'string') found.add(value)
    return value
  })
  return [...found]
}
