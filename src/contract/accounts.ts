import { z } from 'zod'
import { examples } from './examples.ts'
import { operation } from './operation.ts'
import { contact, nothing, password, someText, text, tokens, user, username } from './shapes.ts'

const signedIn = z.object({ tokens, user: user.nullable() })
const asAnn = { tokens: examples.tokens, user: examples.ann }
const name = { username, password, fullName: text(60) }

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
    summary: 'Send a new code; the old one stops working. One a minute, five an hour.',
    http: 'POST /v1/auth/resend-code',
    access: 'stage',
    input: nothing,
    output: nothing,
    errors: ['conflict', 'rate_limited'],
    example: { input: {}, output: {} },
  }),
  'auth.verify': operation({
    ...base,
    summary: 'Prove the address with the code: ten minutes, five tries.',
    http: 'POST /v1/auth/verify',
    access: 'stage',
    input: z.object({ code: z.string().regex(/^\d{6}$/, 'must be six digits') }),
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
    summary: 'Sign in by user name, email or phone; an unfinished sign-up resumes at its stage.',
    http: 'POST /v1/auth/sign-in',
    access: 'public',
    input: z.object({ login: someText(254), password: text(1024, 1) }),
    errors: ['unauthenticated'],
    example: { input: { login: 'ann', password: 'lighthouse at dusk' }, output: asAnn },
  }),
  'auth.refresh': operation({
    ...base,
    summary:
      'Exchange a refresh token for new tokens. A spent one ends the session, except for ten seconds of grace in which a retry gets the same successor.',
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
}
