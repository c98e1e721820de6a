import { z } from 'zod'
import { usernameRef } from './shapes.ts'

/** What the operations on people share, unless they say otherwise. */
export const read = { namespace: 'users', access: 'user', limit: 'read', kind: 'read', errors: ['not_found'] } as const
export const write = { ...read, kind: 'write', limit: 'write' } as const

export const byUsername = z.object({ username: usernameRef })
