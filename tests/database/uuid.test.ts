import { expect, it } from 'vitest'
import { nextUuid } from '#database/uuid'

it('makes UUIDs of version 7 that rise, also within a millisecond', () => {
  const before = Date.now()
  const made = Array.from({ length: 10_000 }, nextUuid)
  expect([...made].sort()).toEqual(made)
  expect(new Set(made).size).toBe(made.length)
  for (const id of made) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  const time = Number.parseInt((made[0] ?? '').replace('-', '').slice(0, 12), 16)
  expect(time).toBeGreaterThanOrEqual(before)
  expect(time).toBeLessThanOrEqual(Date.now())
})
