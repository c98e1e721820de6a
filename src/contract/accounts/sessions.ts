import { z } from 'zod'
import { exampleTime, ids } from '../examples.ts'
import { operation } from '../operation.ts'
import { id, nothing, page, pageOf, text } from '../primitives.ts'
import { base } from './defaults.ts'
import { asAnn, exampleTokens } from './examples.ts'
import { credentials, session } from './shapes.ts'

export const sessionOperations = {
  'auth.signIn': operation({
    ...base,
    summary:
      'Sign in by user name, email or phone; an unfinished sign-up resumes at its stage. An account with an authenticator needs `totp` too: without it `fields.totp` says so. One that is suspended or deleted is `forbidden`, and `fields.account` says which. After five wrong tries a login waits, but not on a device whose `deviceToken` is shown.',
    http: 'POST /v1/auth/sign-in',
    access: 'public',
    input: z.object(credentials),
    errors: ['unauthenticated', 'forbidden', 'rate_limited'],
    example: { input: { login: 'ann', password: 'lighthouse at dusk' }, output: asAnn },
  }),
  'auth.refresh': operation({
    ...base,
    summary:
      'Exchange a refresh token for new tokens. A spent one ends the session and its owner is told. For ten seconds after it was first spent that is taken for a retry, which gets the newest token of the session.',
    http: 'POST /v1/auth/refresh',
    access: 'public',
    input: z.object({ refreshToken: text(200, 1) }),
    errors: ['unauthenticated'],
    example: { input: { refreshToken: exampleTokens.refreshToken }, output: asAnn },
  }),
  'auth.signOut': operation({
    ...base,
    summary: 'End this session: its tokens stop at once and its sockets are closed.',
    http: 'POST /v1/auth/sign-out',
    access: 'stage',
    input: nothing,
    output: nothing,
    errors: [],
    example: { input: {}, output: {} },
  }),
  'auth.signOutAll': operation({
    ...base,
    summary: 'End all sessions of this account, this one included.',
    http: 'POST /v1/auth/sign-out-all',
    access: 'stage',
    input: nothing,
    output: nothing,
    errors: [],
    example: { input: {}, output: {} },
  }),
  'auth.sessions': operation({
    ...base,
    kind: 'read',
    limit: 'read',
    summary: "One's own sessions that have not ended, last seen first.",
    http: 'GET /v1/auth/sessions',
    access: 'user',
    input: z.object(page),
    output: pageOf(session),
    errors: [],
    example: {
      input: {},
      output: {
        items: [
          {
            id: ids.session,
            device: 'Firefox on Linux',
            ip: '192.0.2.7',
            createdAt: exampleTime,
            lastSeenAt: exampleTime,
            current: true,
          },
        ],
        nextCursor: null,
      },
    },
  }),
  'auth.revokeSession': operation({
    ...base,
    limit: 'write',
    summary: "End one of one's own sessions: its tokens stop at once and its sockets are closed.",
    http: 'DELETE /v1/auth/sessions/{sessionId}',
    access: 'user',
    input: z.object({ sessionId: id }),
    output: nothing,
    errors: ['not_found'],
    example: { input: { sessionId: ids.session }, output: {} },
  }),
}
