import { z } from 'zod'
import { operation } from '../operation.ts'
import { nothing } from '../primitives.ts'
import { base } from './defaults.ts'
import { codeOrKey, contact, currentPassword, password } from './shapes.ts'

export const credentialOperations = {
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
}
