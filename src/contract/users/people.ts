import { z } from 'zod'
import { ids } from '../examples.ts'
import { operation } from '../operation.ts'
import { examplePost } from '../posts/examples.ts'
import { post } from '../posts/shapes.ts'
import { id, idempotencyKey, nothing, page, pageOf, someText, text } from '../primitives.ts'
import { reportKind } from '../reports.ts'
import { byUsername, read, write } from './defaults.ts'
import { bob, examplePerson, exampleProfile } from './examples.ts'
import { person, profile, user, usernameRef } from './shapes.ts'

const theirPeople = {
  input: z.object({ username: usernameRef, q: text(60).optional(), ...page }),
  output: pageOf(person),
  example: { input: { username: 'ann', q: 'bo' }, output: { items: [examplePerson], nextCursor: null } },
}

export const peopleOperations = {
  'users.available': operation({
    ...read,
    summary: 'Returns whether a user name is available, and if not, why.',
    http: 'GET /v1/users/available',
    access: 'public',
    input: z.object({ username: text(100, 1) }),
    output: z.object({ available: z.boolean(), reason: z.string().nullable() }),
    errors: [],
    example: { input: { username: 'ann' }, output: { available: false, reason: 'is taken' } },
  }),
  'users.get': operation({
    ...read,
    summary: 'Returns a profile with its counts, to signed-out visitors too.',
    http: 'GET /v1/users/{username}',
    access: 'public',
    input: byUsername,
    output: profile,
    example: { input: { username: 'ann' }, output: exampleProfile },
  }),
  'users.posts': operation({
    ...read,
    summary: 'Returns the published posts of a user, newest first; those of a private account only to its followers.',
    http: 'GET /v1/users/{username}/posts',
    input: z.object({ username: usernameRef, ...page }),
    output: pageOf(post),
    example: { input: { username: 'ann' }, output: { items: [examplePost], nextCursor: null } },
  }),
  'users.tagged': operation({
    ...read,
    summary: 'Returns the posts that a user is tagged in, as far as the caller can see them, last tagged first.',
    http: 'GET /v1/users/{username}/tagged',
    input: z.object({ username: usernameRef, ...page }),
    output: pageOf(post),
    example: { input: { username: 'bob' }, output: { items: [examplePost], nextCursor: null } },
  }),
  'users.suggested': operation({
    ...read,
    summary: 'Returns users to follow: first those followed by users whom the caller follows, then the most followed.',
    http: 'GET /v1/users/suggested',
    input: z.object({ limit: page.limit }),
    output: pageOf(user),
    errors: [],
    example: { input: {}, output: { items: [bob], nextCursor: null } },
  }),
  'users.followers': operation({
    ...read,
    ...theirPeople,
    summary:
      'Returns the followers of a user, newest first; those of a private account only to its followers. `q` searches by name.',
    http: 'GET /v1/users/{username}/followers',
  }),
  'users.following': operation({
    ...read,
    ...theirPeople,
    summary:
      'Returns the users whom a user follows, newest first; those of a private account only to its followers. `q` searches by name.',
    http: 'GET /v1/users/{username}/following',
  }),
  'users.search': operation({
    ...read,
    summary: 'Returns users by user name or full name, best match first; typos are tolerated.',
    http: 'GET /v1/search/users',
    input: z.object({ q: text(60, 1), limit: page.limit }),
    output: pageOf(person),
    errors: [],
    example: { input: { q: 'bob' }, output: { items: [examplePerson], nextCursor: null } },
  }),
  'users.watch': operation({
    ...read,
    summary: 'Watches the counts of a profile: returns the profile, then sends `profile.counts`.',
    http: null,
    input: byUsername,
    output: z.object({ profile }),
    example: { input: { username: 'ann' }, output: { profile: exampleProfile } },
  }),
  'users.unwatch': operation({
    ...read,
    summary: 'Stops watching the counts of a profile.',
    http: null,
    input: byUsername,
    output: nothing,
    errors: [],
    example: { input: { username: 'ann' }, output: {} },
  }),
  'users.report': operation({
    ...write,
    summary:
      'Reports a user, post, comment or message that the caller can see to the moderators. Nobody else is notified.',
    http: 'POST /v1/reports',
    status: 201,
    idempotent: true,
    input: z.object({ kind: reportKind, id, reason: someText(60), note: text(1000).default(''), idempotencyKey }),
    output: z.object({ id, status: z.enum(['open', 'resolved']) }),
    errors: ['not_found', 'invalid', 'conflict'],
    example: {
      input: { kind: 'comment', id: ids.comment, reason: 'spam' },
      output: { id: ids.report, status: 'open' },
    },
  }),
}
