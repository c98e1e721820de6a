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
      'Signs in with a user name, email address or phone number; an unfinished sign-up resumes at its stage. An account with an authenticator needs `totp` too: without it, `fields.totp` says so. A suspended or deleted account is `forbidden`, and `fields.account` says which. After five wrong tries the login has to wait, except on a device that sends its `deviceToken`.',
    http: 'POST /v1/auth/sign-in',
    access: 'public',
    input: z.object(credentials),
    errors: ['unauthenticated', 'forbidden', 'rate_limited'],
    example: { input: { login: 'ann', password: 'lighthouse at dusk' }, output: asAnn },
  }),
  'auth.refresh': operation({
    ...base,
    summary:
      'Exchanges a refresh token for new tokens. Using a spent token ends the session and notifies its owner, except within ten seconds of its first use: that counts as a retry, and returns the newest token of the session.',
    http: 'POST /v1/auth/refresh',
    access: 'public',
    input: z.object({ refreshToken: text(200, 1) }),
    errors: ['unauthenticated'],
    example: { input: { refreshToken: exampleTokens.refreshToken }, output: asAnn },
  }),
  'auth.signOut': operation({
    ...base,
    summary: 'Ends this session: its tokens stop working at once and its sockets are closed.',
    http: 'POST /v1/auth/sign-out',
    access: 'stage',
    input: nothing,
    output: nothing,
    errors: [],
    example: { input: {}, output: {} },
  }),
  'auth.signOutAll': operation({
    ...base,
    summary: 'Ends all sessions of the account, including this one.',
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
    summary: "Returns the caller's sessions that have not ended, last seen first.",
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
    summary: "Ends one of the caller's sessions: its tokens stop working at once and its sockets are closed.",
    http: 'DELETE /v1/auth/sessions/{sessionId}',
    access: 'user',
    input: z.object({ sessionId: id }),
    output: nothing,
    errors: ['not_found'],
    example: { input: { sessionId: ids.session }, output: {} },
  }),
}
