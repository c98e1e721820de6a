import { createRequire } from 'node:module'
import type { hash as hashWith, verify as verifyWith } from '@node-rs/argon2'
import { onTestFinished } from 'vitest'

const argon2 = createRequire(import.meta.url)('@node-rs/argon2') as { hash: typeof hashWith; verify: typeof verifyWith }
let isCheap = true

/** Takes the place of `@node-rs/argon2` in tests (see vitest.config.ts): the same hashes for a hundredth of the work. */
export const hash: typeof hashWith = (password, options) =>
  argon2.hash(password, isCheap ? { ...options, memoryCost: 64, timeCost: 1 } : options)

export const { verify } = argon2

/** Until the test ends, passwords are hashed as in production. */
export function hashAsInProduction() {
  isCheap = false
  onTestFinished(() => {
    isCheap = true
  })
}
