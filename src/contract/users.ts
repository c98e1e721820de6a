import { z } from 'zod'
import { event } from './event.ts'
import { examples, ids } from './examples.ts'
import { operation } from './operation.ts'
import { id, media, nothing, page, pageOf, person, post, profile, relation, text, user, usernameRef } from './shapes.ts'

const about = z.object({ username: usernameRef })
const base = { namespace: 'users', access: 'user', limit: 'read', kind: 'read', errors: ['not_found'] } as const
const write = { ...base, kind: 'write', limit: 'write' } as const
const aboutPerson = { input: about, output: nothing, example: { input: { username: 'bob' }, output: {} } }
const someUsers = {
  input: z.object(page),
  output: pageOf(user),
  errors: [],
  example: { input: {}, output: { items: [examples.bob], nextCursor: null } },
}
const theirPeople = {
  input: z.object({ username: usernameRef, q: text(60).optional(), ...page }),
  output: pageOf(person),
  example: { input: { username: 'ann', q: 'bo' }, output: { items: [examples.person], nextCursor: null } },
}
export const users = {
  'users.available': operation({
    ...base,
    summary: 'Whether a user name can be taken, and if not why.',
    http: 'GET /v1/users/available',
    access: 'public',
    input: z.object({ username: text(100, 1) }),
    output: z.object({ available: z.boolean(), reason: z.string().nullable() }),
    errors: [],
    example: { input: { username: 'ann' }, output: { available: false, reason: 'is taken' } },
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
  'users.followers': operation({
    ...base,
    ...theirPeople,
    summary: 'Who follows somebody, newest first; of a private account, for its followers alone. `q` looks for names.',
    http: 'GET /v1/users/{username}/followers',
  }),
  'users.following': operation({
    ...base,
    ...theirPeople,
    summary: 'Whom somebody follows, newest first; of a private account, for its followers alone. `q` looks for names.',
    http: 'GET /v1/users/{username}/following',
  }),
  'users.removeFollower': operation({
    ...write,
    ...aboutPerson,
    summary: 'Let somebody follow one no longer. They are not notified.',
    http: 'DELETE /v1/me/followers/{username}',
  }),
  'users.followRequests': operation({
    ...base,
    ...someUsers,
    summary: 'Who asks to follow one, newest first.',
    http: 'GET /v1/me/follow-requests',
  }),
  'users.acceptRequest': operation({
    ...write,
    ...aboutPerson,
    summary: 'Let somebody follow who has asked to. Accepting twice changes nothing.',
    http: 'PUT /v1/me/follow-requests/{username}',
  }),
  'users.declineRequest': operation({
    ...write,
    ...aboutPerson,
    summary: 'Decline a request. They are not notified.',
    http: 'DELETE /v1/me/follow-requests/{username}',
  }),
  'users.block': operation({
    ...write,
    ...aboutPerson,
    summary: 'Block somebody: neither sees the other anywhere, and neither follows the other any longer.',
    http: 'PUT /v1/users/{username}/block',
    errors: ['not_found', 'invalid'],
  }),
  'users.unblock': operation({
    ...write,
    ...aboutPerson,
    summary: 'Block somebody no longer. Who followed whom does not come back.',
    http: 'DELETE /v1/users/{username}/block',
  }),
  'users.blocked': operation({
    ...base,
    ...someUsers,
    summary: 'Whom one blocks, newest first.',
    http: 'GET /v1/me/blocked',
  }),
  'users.mute': operation({
    ...write,
    ...aboutPerson,
    summary: 'Mute somebody: their posts leave the feed, their doings the notifications. They cannot tell.',
    http: 'PUT /v1/users/{username}/mute',
    errors: ['not_found', 'invalid'],
  }),
  'users.unmute': operation({
    ...write,
    ...aboutPerson,
    summary: 'Mute somebody no longer.',
    http: 'DELETE /v1/users/{username}/mute',
  }),
  'users.muted': operation({
    ...base,
    ...someUsers,
    summary: 'Whom one mutes, newest first.',
    http: 'GET /v1/me/muted',
  }),
  'users.search': operation({
    ...base,
    summary: 'People by user name or full name, the closest first; a slip of the finger is forgiven.',
    http: 'GET /v1/search/users',
    input: z.object({ q: text(60, 1), limit: page.limit }),
    output: pageOf(person),
    errors: [],
    example: { input: { q: 'bob' }, output: { items: [examples.person], nextCursor: null } },
  }),
  'users.dismissSuggestion': operation({
    ...write,
    ...aboutPerson,
    summary: 'Be suggested somebody no longer.',
    http: 'DELETE /v1/users/suggested/{username}',
  }),
  'users.watch': operation({
    ...base,
    summary: 'Follow the counts of a profile: answers it, then `profile.counts` arrives.',
    http: null,
    input: about,
    output: z.object({ profile }),
    example: { input: { username: 'ann' }, output: { profile: examples.profile } },
  }),
  'users.unwatch': operation({
    ...base,
    summary: 'Follow them no longer.',
    http: null,
    input: about,
    output: nothing,
    errors: [],
    example: { input: { username: 'ann' }, output: {} },
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
  'account.changed': event({
    summary: "One's own profile has changed, on any device.",
    namespace: 'users',
    kind: 'durable',
    payload: z.object({ user }),
    example: { user: examples.ann },
  }),
  'profile.counts': event({
    summary: 'The counts of a profile that is being viewed.',
    namespace: 'users',
    kind: 'live',
    payload: z.object({ userId: id, counts: profile.shape.counts }),
    example: { userId: ids.ann, counts: examples.profile.counts },
  }),
}
