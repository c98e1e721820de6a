import { z } from 'zod'

/** What a user did, and `received`: what others did to their posts. */
export const activityKind = z.enum(['like', 'comment', 'follow', 'signIn', 'received'])
export type ActivityKind = z.infer<typeof activityKind>
