import { z } from 'zod'
import { operation } from '../operation.ts'
import { nothing } from '../primitives.ts'
import { base } from './defaults.ts'
import { code, currentPassword, totp } from './shapes.ts'

export const authenticatorOperations = {
  'auth.totpBegin': operation({
    ...base,
    summary:
      'Returns the secret for a new authenticator, which takes effect when `auth.totpConfirm` has accepted a code of it.',
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
      'Turns the authenticator on: from now on sign-in needs it. Returns ten recovery codes, each valid once and never shown again.',
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
    summary: 'Turns the authenticator off.',
    http: 'POST /v1/auth/totp/disable',
    access: 'user',
    input: z.object({ currentPassword, totp }),
    output: nothing,
    errors: ['forbidden', 'conflict', 'rate_limited'],
    example: { input: { currentPassword: 'lighthouse at dusk', totp: '287082' }, output: {} },
  }),
}
