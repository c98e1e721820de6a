import { describe } from 'vitest'
import type { Door } from '#client'

/** One suite, run through HTTP and through Socket.IO. */
export const overBothTransports = (about: string, suite: (door: Door) => void) =>
  describe.each(['http', 'socket'] as const)(`${about} over %s`, suite)
