import { expect, it } from 'vitest'
import { operations } from '#contract'
import { handlers } from '#features'

it('every handler knows the operation it is registered under', () => {
  expect(Object.entries(handlers).map(([name, { operation }]) => [name, operation])).toEqual(
    Object.keys(handlers).map(name => [name, name]),
  )
  expect(Object.keys(handlers).sort()).toEqual(Object.keys(operations).sort())
})

it('every handler has a name for stack traces', () => {
  const names = Object.values(handlers).map(handler => {
    if (handler.kind === 'plain') return handler.handle.name
    if (handler.kind === 'creating') return handler.make.name
    if (handler.kind === 'paged') return handler.find.name
    return handler.operation
  })
  expect(names.filter(name => ['', 'handle', 'make', 'find'].includes(name))).toEqual([])
})
