import { z } from 'zod'
import { event } from './event.ts'
import { examples, ids } from './examples.ts'
import { operation } from './operation.ts'
import { id, media, page, pageOf, post, profile, relation, user, usernameRef } from './shapes.ts'

const about = z.object({ username: usernameRef })
const base = { namespace: 'users', access: 'user', limit: 'read', kind: 'read', errors: ['not_found'] } as const
const write = { ...base, kind: 'write', limit: 'write' } as const

export const users = {
  'users.me': operation({
    ...base,
    summary: "One's own profile.",
    http: 'GET /v1/me',
    input: z.object({}),
    output: profile,
    example: {
      input: {},
      output: { ...examples.profile, viewer: { ...examples.profile.viewer, relation: 'self', followedBy: false } },
    },
  }),
  'users.get': operation({
    ...base,
    summary: 'A profile with its counts; signed-out visitors see it too.',
    http: 'GET /v1/users/{username}',
    access: 'public',
    input: about,
    output: profile,
    example: { input: { username: 'ann' }, output: examples.profile },
  }),
  'users.posts': operation({
    ...base,
    summary: "Somebody's published posts, newest first; of a private account, for its followers alone.",
    http: 'GET /v1/users/{username}/posts',
    input: z.object({ username: usernameRef, ...page }),
    output: pageOf(post),
    example: { input: { username: 'ann' }, output: { items: [examples.post], nextCursor: null } },
  }),
  'users.suggested': operation({
    ...base,
    summary: 'People one may want to follow: followed by those one follows, then the most followed.',
    http: 'GET /v1/users/suggested',
    input: z.object({ limit: page.limit }),
    output: pageOf(user),
    errors: [],
    example: { input: {}, output: { items: [examples.bob], nextCursor: null } },
  }),
  'users.follow': operation({
    ...write,
    summary: 'Follow somebody; of a private account, ask to. Following twice changes nothing.',
    http: 'PUT /v1/users/{username}/follow',
    input: about,
    output: z.object({ relation }),
    errors: ['not_found', 'invalid'],
    example: { input: { username: 'ann' }, output: { relation: 'following' } },
  }),
  'users.unfollow': operation({
    ...write,
    summary: 'Stop following, or take the request back.',
    http: 'DELETE /v1/users/{username}/follow',
    input: about,
    output: z.object({ relation }),
    errors: ['not_found', 'invalid'],
    example: { input: { username: 'ann' }, output: { relation: 'none' } },
  }),
}

export const userEvents = {
  'follow.changed': event({
    summary: 'How one stands to somebody has changed, on any device.',
    namespace: 'users',
    kind: 'durable',
    payload: z.object({ user, relation }),
    example: { user: examples.ann, relation: 'following' },
  }),
  'media.ready': event({
    summary: 'An upload has been processed: it is ready, or it failed with a reason.',
    namespace: 'users',
    kind: 'durable',
    payload: z.object({ media }),
    example: { media: examples.media },
  }),
  'profile.counts': event({
    summary: 'The counts of a profile that is being viewed.',
    namespace: 'users',
    kind: 'live',
    payload: z.object({ userId: id, counts: profile.shape.counts }),
    example: { userId: ids.ann, counts: examples.profile.counts },
  }),
}
