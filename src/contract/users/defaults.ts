import { z } from 'zod'
import { usernameRef } from './shapes.ts'

/** Defaults of the operations on users. */
export const read = { namespace: 'users', access: 'user', limit: 'read', kind: 'read', errors: ['not_found'] } as const
export const write = { ...read, kind: 'write', limit: 'write' } as const

export const byUsername = z.object({ username: usernameRef })
