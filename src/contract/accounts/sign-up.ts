import { z } from 'zod'
import { operation } from '../operation.ts'
import { nothing } from '../primitives.ts'
import { ann } from '../users/examples.ts'
import { personName, username } from '../users/shapes.ts'
import { base } from './defaults.ts'
import { asAnn, exampleTokens } from './examples.ts'
import { code, contact, password } from './shapes.ts'

const name = { username, password, fullName: personName }

export const signUpOperations = {
  'auth.signUp': operation({
    ...base,
    summary:
      'Starts a sign-up: sends a six-digit code to the email address or phone number. The response is the same whether or not it is taken.',
    http: 'POST /v1/auth/sign-up',
    access: 'public',
    status: 201,
    input: z.object({ contact, ...z.object(name).partial().shape }),
    errors: ['conflict'],
    example: {
      input: { contact: 'ann@example.org' },
      output: { tokens: { ...exampleTokens, stage: 'code' }, user: null },
    },
  }),
  'auth.resendCode': operation({
    ...base,
    summary:
      'Sends the code of a sign-up or a new contact again; the previous code stops working. At most once a minute and five times an hour.',
    http: 'POST /v1/auth/resend-code',
    access: 'stage',
    input: nothing,
    output: nothing,
    errors: ['conflict', 'rate_limited'],
    example: { input: {}, output: {} },
  }),
  'auth.verify': operation({
    ...base,
    summary:
      'Verifies the contact of a sign-up, or a new contact, with the code. A code is valid for ten minutes and five tries.',
    http: 'POST /v1/auth/verify',
    access: 'stage',
    input: z.object({ code }),
    errors: ['conflict', 'gone'],
    example: {
      input: { code: '204816' },
      output: { tokens: { ...exampleTokens, stage: 'profile' }, user: null },
    },
  }),
  'auth.complete': operation({
    ...base,
    summary: 'Sets the user name, password and full name of a sign-up.',
    http: 'POST /v1/auth/complete',
    access: 'stage',
    input: z.object(name),
    errors: ['conflict'],
    example: {
      input: { username: 'ann', password: 'lighthouse at dusk', fullName: 'Ann Adams' },
      output: { tokens: { ...exampleTokens, stage: 'photo' }, user: ann },
    },
  }),
  'auth.skipPhoto': operation({
    ...base,
    summary: 'Completes the sign-up without a profile photo.',
    http: 'POST /v1/auth/skip-photo',
    access: 'stage',
    input: nothing,
    errors: ['conflict'],
    example: { input: {}, output: asAnn },
  }),
}
