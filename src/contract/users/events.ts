import { z } from 'zod'
import { event } from '../event.ts'
import { ids } from '../examples.ts'
import { id } from '../primitives.ts'
import { ann, exampleProfile } from './examples.ts'
import { profile, relation, user } from './shapes.ts'

export const userEvents = {
  'follow.changed': event({
    summary: 'The relation of the recipient to a user has changed, on any device.',
    namespace: 'users',
    kind: 'durable',
    payload: z.object({ user, relation }),
    example: { user: ann, relation: 'following' },
  }),
  'account.changed': event({
    summary: 'The profile of the recipient has changed, on any device.',
    namespace: 'users',
    kind: 'durable',
    payload: z.object({ user }),
    example: { user: ann },
  }),
  'profile.counts': event({
    summary: 'The counts of a watched profile.',
    namespace: 'users',
    kind: 'ephemeral',
    payload: z.object({ userId: id, counts: profile.shape.counts }),
    example: { userId: ids.ann, counts: exampleProfile.counts },
  }),
}
