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
    summary: 'Follows a user; if the account is private, sends a request. Following twice changes nothing.',
    http: 'PUT /v1/users/{username}/follow',
    input: byUsername,
    output: z.object({ relation }),
    errors: ['not_found', 'invalid'],
    example: { input: { username: 'ann' }, output: { relation: 'following' } },
  }),
  'users.unfollow': operation({
    ...write,
    summary: 'Unfollows a user, or withdraws the request.',
    http: 'DELETE /v1/users/{username}/follow',
    input: byUsername,
    output: z.object({ relation }),
    errors: ['not_found', 'invalid'],
    example: { input: { username: 'ann' }, output: { relation: 'none' } },
  }),
  'users.removeFollower': operation({
    ...write,
    ...aboutPerson,
    summary: 'Removes a follower of the caller. They are not notified.',
    http: 'DELETE /v1/me/followers/{username}',
  }),
  'users.followRequests': operation({
    ...read,
    ...someUsers,
    summary: 'Returns the users who have asked to follow the caller, newest first.',
    http: 'GET /v1/me/follow-requests',
  }),
  'users.acceptRequest': operation({
    ...write,
    ...aboutPerson,
    summary: 'Accepts a follow request. Accepting twice changes nothing.',
    http: 'PUT /v1/me/follow-requests/{username}',
  }),
  'users.declineRequest': operation({
    ...write,
    ...aboutPerson,
    summary: 'Declines a follow request. The requester is not notified.',
    http: 'DELETE /v1/me/follow-requests/{username}',
  }),
  'users.block': operation({
    ...write,
    ...aboutPerson,
    summary: 'Blocks a user: neither sees the other anywhere, and neither follows the other any longer.',
    http: 'PUT /v1/users/{username}/block',
    errors: ['not_found', 'invalid'],
  }),
  'users.unblock': operation({
    ...write,
    ...aboutPerson,
    summary: 'Unblocks a user. Earlier follows are not restored.',
    http: 'DELETE /v1/users/{username}/block',
  }),
  'users.blocked': operation({
    ...read,
    ...someUsers,
    summary: 'Returns the users whom the caller blocks, newest first.',
    http: 'GET /v1/me/blocked',
  }),
  'users.mute': operation({
    ...write,
    ...aboutPerson,
    summary:
      'Mutes a user: removes their posts from the feed and their actions from the notifications. They are not notified.',
    http: 'PUT /v1/users/{username}/mute',
    errors: ['not_found', 'invalid'],
  }),
  'users.unmute': operation({
    ...write,
    ...aboutPerson,
    summary: 'Unmutes a user.',
    http: 'DELETE /v1/users/{username}/mute',
  }),
  'users.muted': operation({
    ...read,
    ...someUsers,
    summary: 'Returns the users whom the caller mutes, newest first.',
    http: 'GET /v1/me/muted',
  }),
  'users.dismissSuggestion': operation({
    ...write,
    ...aboutPerson,
    summary: "Removes a user from the caller's suggestions.",
    http: 'DELETE /v1/users/suggested/{username}',
  }),
}
