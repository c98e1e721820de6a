import { z } from 'zod'
import { operation } from '../operation.ts'
import { nothing } from '../primitives.ts'
import { base } from './defaults.ts'
import { codeOrKey, contact, currentPassword, password } from './shapes.ts'

export const credentialOperations = {
  'auth.forgotPassword': operation({
    ...base,
    summary: 'Sends a code for setting a new password. The response is the same whether or not the account exists.',
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
      'Sets a new password with the code (ten minutes, five tries), or with the `code` of the link in the message, which wrong tries do not use up. Ends all sessions; sign in again afterwards.',
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
    summary: 'Changes the password. Ends all sessions, including this one; sign in again afterwards.',
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
      'Starts a change of the email address or phone number: sends a code to the new one. It replaces the old one when `auth.verify` has accepted the code.',
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
    summary: 'Removes the email address or the phone number of an account that has both.',
    http: 'POST /v1/auth/remove-contact',
    access: 'user',
    input: z.object({ currentPassword, contact }),
    output: nothing,
    errors: ['forbidden', 'invalid', 'conflict', 'rate_limited'],
    example: { input: { currentPassword: 'lighthouse at dusk', contact: '+441632960001' }, output: {} },
  }),
}
