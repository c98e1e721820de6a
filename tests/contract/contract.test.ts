import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { type Event, events, type Operation, operations, streams } from '#contract'

const allOperations = Object.entries<Operation>(operations)
const allEvents = Object.entries<Event>(events)
const fieldsIn = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1])

describe.each(allOperations)('%s', (name, operation) => {
  const { http, namespace, namespaceField, input, output, example } = operation

  test('its example call is valid as it is', () => {
    expect(input.parse(example.input)).toMatchObject(example.input)
  })

  test('its example response loses nothing', () => {
    expect(output.parse(example.output)).toStrictEqual(example.output)
  })

  test('it is called noun.verb and described in a sentence', () => {
    expect(name).toMatch(/^[a-z]+\.[a-z][A-Za-z]*$/)
    expect(operation.summary).toMatch(/^[A-Z].*\.$/)
  })

  test('it can be called over some transport', () => {
    expect(http ?? namespace).not.toBeNull()
  })

  test('each parameter of its path is an input field', () => {
    expect(Object.keys(input.shape)).toEqual(expect.arrayContaining(fieldsIn(http ?? '')))
  })

  test('it takes an idempotency key exactly when it declares one', () => {
    expect('idempotencyKey' in input.shape).toBe(operation.idempotent === true)
  })

  test('a field selects its namespace exactly when it has several', () => {
    expect(namespaceField !== undefined).toBe(Array.isArray(namespace))
    if (namespaceField) expect(input.shape).toHaveProperty(namespaceField)
  })

  test('its schemas describe what is sent: they transform nothing', () => {
    expect([...transformsIn(input), ...transformsIn(output)]).toEqual([])
  })
})

describe.each(allEvents)('%s', (name, event) => {
  test('its example loses nothing', () => {
    expect(event.payload.parse(event.example)).toStrictEqual(event.example)
  })

  test('it is called noun.something and described in a sentence', () => {
    expect(name).toMatch(/^[a-z]+\.[a-z][A-Za-z]*$/)
    expect(event.summary).toMatch(/^[A-Z].*\.$/)
  })

  test('if it is durable, its namespace has a log', () => {
    if (event.kind !== 'ephemeral') expect(streams).toContain(event.namespace)
  })

  test('its schema describes what is sent: it transforms nothing', () => {
    expect(transformsIn(event.payload)).toEqual([])
  })
})

it('gives every method and path to one operation', () => {
  const routes = allOperations.flatMap(([, { http }]) => (http ? [http.replace(/\{\w+\}/g, '{}')] : []))
  expect(new Set(routes).size).toBe(routes.length)
})

it('gives no event the name of an operation', () => {
  expect(Object.keys(events).filter(name => name in operations)).toEqual([])
})

it('has a durable event in each stream', () => {
  const durable = allEvents.filter(([, { kind }]) => kind !== 'ephemeral').map(([, { namespace }]) => namespace)
  expect(new Set(durable)).toEqual(new Set(streams))
})

test.each<[string, z.ZodObject]>([
  ['a date', z.object({ at: z.date() })],
  ['a transform', z.object({ list: z.array(z.string().transform(Number)) })],
  ['a text that is changed', z.object({ name: z.string().trim().optional() })],
  ['a coercion', z.object({ count: z.coerce.number().nullable() })],
])('the search for transforms finds %s', (_, schema) => {
  expect(transformsIn(schema)).not.toEqual([])
})

/** What in a schema makes its output differ from its input, defaults apart: neither JSON Schema nor clients know of it. */
function transformsIn(schema: z.ZodType): string[] {
  const found: string[] = []
  const look = ({ zodSchema, path }: { zodSchema: z.core.$ZodTypes; path: (string | number)[] }) => {
    const { type, checks = [] } = zodSchema._zod.def
    const isCoerced = 'coerce' in zodSchema._zod.def && zodSchema._zod.def.coerce === true
    const isChanged = checks.some(check => check._zod.def.check === 'overwrite')
    if (['date', 'transform', 'pipe'].includes(type) || isCoerced || isChanged)
      found.push(`${type} at ${path.join('.')}`)
  }
  z.toJSONSchema(schema, { unrepresentable: 'any', override: look })
  return found
}
