import { describe } from 'vitest'
import type { Transport } from '#client'

/** One suite, run through HTTP and through Socket.IO. */
export const overBothTransports = (about: string, suite: (transport: Transport) => void) =>
  describe.each(['http', 'socket'] as const)(`${about} over %s`, suite)
