import { z } from 'zod'
import { operation } from '../operation.ts'
import { nothing, page, pageOf } from '../primitives.ts'
import { byUsername, read, write } from './defaults.ts'
import { bob } from './examples.ts'
import { relation, user } from './shapes.ts'

const aboutPerson = { input: byUsername, output: nothing, example: { input: { username: 'bob' }, output: {} } }

const someUsers = {
  input: z.object(page),
  output: pageOf(user),
  errors: [],
  example: { input: {}, output: { items: [bob], nextCursor: null } },
}

export const relationOperations = {
  'users.follow': operation({
    ...write,
    summary: 'Follow somebody; of a private account, ask to. Following twice changes nothing.',
    http: 'PUT /v1/users/{username}/follow',
    input: byUsername,
    output: z.object({ relation }),
    errors: ['not_found', 'invalid'],
    example: { input: { username: 'ann' }, output: { relation: 'following' } },
  }),
  'users.unfollow': operation({
    ...write,
    summary: 'Stop following, or take the request back.',
    http: 'DELETE /v1/users/{username}/follow',
    input: byUsername,
    output: z.object({ relation }),
    errors: ['not_found', 'invalid'],
    example: { input: { username: 'ann' }, output: { relation: 'none' } },
  }),
  'users.removeFollower': operation({
    ...write,
    ...aboutPerson,
    summary: 'Let somebody follow one no longer. They are not notified.',
    http: 'DELETE /v1/me/followers/{username}',
  }),
  'users.followRequests': operation({
    ...read,
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
    ...read,
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
    ...read,
    ...someUsers,
    summary: 'Whom one mutes, newest first.',
    http: 'GET /v1/me/muted',
  }),
  'users.dismissSuggestion': operation({
    ...write,
    ...aboutPerson,
    summary: 'Be suggested somebody no longer.',
    http: 'DELETE /v1/users/suggested/{username}',
  }),
}
