import { z } from 'zod'
import { id } from '../primitives.ts'

/** What the operations of posts have in common. */
export const about = z.object({ postId: id })

export const read = { namespace: 'posts', access: 'user', limit: 'read', kind: 'read', errors: ['not_found'] } as const

export const write = { ...read, kind: 'write', limit: 'write' } as const
