import { z } from 'zod'
import { examples, ids } from './examples.ts'
import { operation } from './operation.ts'
import {
  code,
  codeOrKey,
  contact,
  currentPassword,
  id,
  nothing,
  page,
  pageOf,
  password,
  personName,
  someText,
  text,
  time,
  tokens,
  user,
  username,
} from './shapes.ts'

const signedIn = z.object({ tokens, user: user.nullable() })
const asAnn = { tokens: examples.tokens, user: examples.ann }
const name = { username, password, fullName: personName }
const totp = text(20).optional().describe('Six digits of the authenticator, or a recovery code')
const credentials = { login: someText(254), password: text(1024, 1), totp, deviceToken: text(200).optional() }

/** One sign-in on one device. `device` is what its user agent says; `current` is the one that asks. */
export const session = z.object({
  id,
  device: z.string(),
  ip: z.string(),
  createdAt: time,
  lastSeenAt: time,
  current: z.boolean(),
})

const base = { namespace: null, kind: 'write', limit: 'auth', output: signedIn } as const

/** Accounts and sessions. Credentials travel over HTTP alone. */
export const accounts = {
  'auth.signUp': operation({
    ...base,
    summary:
      'Begin an account: sends a six-digit code to the address. The answer is the same whether or not it is taken.',
    http: 'POST /v1/auth/sign-up',
    access: 'public',
    status: 201,
    input: z.object({ contact, ...z.object(name).partial().shape }),
    errors: ['conflict'],
    example: {
      input: { contact: 'ann@example.org' },
      output: { tokens: { ...examples.tokens, stage: 'code' }, user: null },
    },
  }),
  'auth.resendCode': operation({
    ...base,
    summary:
      'Send the code of a sign-up or a new contact again; the old one stops working. One a minute, five an hour.',
    http: 'POST /v1/auth/resend-code',
    access: 'stage',
    input: nothing,
    output: nothing,
    errors: ['conflict', 'rate_limited'],
    example: { input: {}, output: {} },
  }),
  'auth.verify': operation({
    ...base,
    summary: 'Prove the address of a sign-up, or a new contact, with the code: ten minutes, five tries.',
    http: 'POST /v1/auth/verify',
    access: 'stage',
    input: z.object({ code }),
    errors: ['conflict', 'gone'],
    example: {
      input: { code: '204816' },
      output: { tokens: { ...examples.tokens, stage: 'profile' }, user: null },
    },
  }),
  'auth.complete': operation({
    ...base,
    summary: 'Choose user name, password and full name.',
    http: 'POST /v1/auth/complete',
    access: 'stage',
    input: z.object(name),
    errors: ['conflict'],
    example: {
      input: { username: 'ann', password: 'lighthouse at dusk', fullName: 'Ann Adams' },
      output: { tokens: { ...examples.tokens, stage: 'photo' }, user: examples.ann },
    },
  }),
  'auth.skipPhoto': operation({
    ...base,
    summary: 'Finish the sign-up without a profile photo.',
    http: 'POST /v1/auth/skip-photo',
    access: 'stage',
    input: nothing,
    errors: ['conflict'],
    example: { input: {}, output: asAnn },
  }),
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
    example: { input: { refreshToken: examples.tokens.refreshToken }, output: asAnn },
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
  'auth.forgotPassword': operation({
    ...base,
    summary: 'Send a code to set a new password with. The answer is the same whether or not there is such an account.',
    http: 'POST /v1/auth/forgot-password',
    access: 'public',
    status: 202,
    input: z.object({ contact }),
    output: nothing,
    errors: ['rate_limited'],
    example: { input: { contact: 'ann@example.org' }, output: {} },
  }),
  'auth.resetPassword': operation({
    ...base,
    summary:
      'Set a new password with the code (ten minutes, five tries) or with the `code` of the link in the letter, which strangers’ tries do not use up. Ends all sessions; sign in afterwards.',
    http: 'POST /v1/auth/reset-password',
    access: 'public',
    input: z.object({ contact, code: codeOrKey, newPassword: password }),
    output: nothing,
    errors: ['invalid', 'gone', 'rate_limited'],
    example: {
      input: { contact: 'ann@example.org', code: '204816', newPassword: 'harbour lights at dawn' },
      output: {},
    },
  }),
  'auth.changePassword': operation({
    ...base,
    summary: 'Change the password. Ends all sessions, this one included; sign in afterwards.',
    http: 'POST /v1/auth/change-password',
    access: 'user',
    input: z.object({ currentPassword, newPassword: password }),
    output: nothing,
    errors: ['forbidden', 'invalid', 'rate_limited'],
    example: {
      input: { currentPassword: 'lighthouse at dusk', newPassword: 'harbour lights at dawn' },
      output: {},
    },
  }),
  'auth.changeContact': operation({
    ...base,
    summary:
      'Begin to change the email address or the phone number: sends a code to the new one, and `auth.verify` makes it count. Until then the old one stays.',
    http: 'POST /v1/auth/change-contact',
    access: 'user',
    status: 202,
    input: z.object({ currentPassword, contact }),
    output: nothing,
    errors: ['forbidden', 'invalid', 'rate_limited'],
    example: { input: { currentPassword: 'lighthouse at dusk', contact: 'ann@example.com' }, output: {} },
  }),
  'auth.removeContact': operation({
    ...base,
    summary: 'Remove the email address or the phone number, where the account has the other.',
    http: 'POST /v1/auth/remove-contact',
    access: 'user',
    input: z.object({ currentPassword, contact }),
    output: nothing,
    errors: ['forbidden', 'invalid', 'conflict', 'rate_limited'],
    example: { input: { currentPassword: 'lighthouse at dusk', contact: '+441632960001' }, output: {} },
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
            createdAt: examples.at,
            lastSeenAt: examples.at,
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
  'auth.totpBegin': operation({
    ...base,
    summary:
      'Begin to use an authenticator: answers its secret, which counts once `auth.totpConfirm` has had a code of it.',
    http: 'POST /v1/auth/totp/begin',
    access: 'user',
    input: z.object({ currentPassword }),
    output: z.object({ secret: z.string(), uri: z.string() }),
    errors: ['forbidden', 'conflict', 'rate_limited'],
    example: {
      input: { currentPassword: 'lighthouse at dusk' },
      output: {
        secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
        uri: 'otpauth://totp/Heliograph:ann?issuer=Heliograph&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
      },
    },
  }),
  'auth.totpConfirm': operation({
    ...base,
    summary:
      'From now on sign-in needs the authenticator. Answers ten recovery codes, each good once, shown this once.',
    http: 'POST /v1/auth/totp/confirm',
    access: 'user',
    input: z.object({ code }),
    output: z.object({ recoveryCodes: z.array(z.string()) }),
    errors: ['invalid', 'conflict', 'rate_limited'],
    example: {
      input: { code: '287082' },
      output: { recoveryCodes: Array.from({ length: 10 }, (_, i) => `k7mq-2xr${i}-9fzt-w4pa`) },
    },
  }),
  'auth.totpDisable': operation({
    ...base,
    summary: 'Use the authenticator no longer.',
    http: 'POST /v1/auth/totp/disable',
    access: 'user',
    input: z.object({ currentPassword, totp }),
    output: nothing,
    errors: ['forbidden', 'conflict', 'rate_limited'],
    example: { input: { currentPassword: 'lighthouse at dusk', totp: '287082' }, output: {} },
  }),
  'users.undelete': operation({
    ...base,
    summary: 'Take the deletion of an account back, within thirty days; signs in.',
    http: 'POST /v1/auth/undelete',
    access: 'public',
    input: z.object(credentials),
    errors: ['unauthenticated', 'conflict', 'rate_limited'],
    example: { input: { login: 'ann', password: 'lighthouse at dusk' }, output: asAnn },
  }),
}
