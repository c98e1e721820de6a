import { z } from 'zod'
import { faultOfEmail } from '../email.ts'
import { id, someText, text, time } from '../primitives.ts'
import { user } from '../users/shapes.ts'

export const password = text(128, 8)

/** A password to check, not to set: any text is valid input, so that a wrong one is reported as wrong. */
export const currentPassword = text(1024).default('').describe('The current password')

export const code = z.string().regex(/^\d{6}$/, 'must be six digits')

/** Six digits, or the key in the link of a message. */
export const codeOrKey = z.string().regex(/^(\d{6}|[\w-]{43})$/, 'must be six digits, or what the link holds')

export const contact = text(254)
  .superRefine((given, ctx) => {
    const fault = z.e164().safeParse(given).success ? null : faultOfEmail(given)
    if (fault !== null) ctx.addIssue({ code: 'custom', message: fault })
  })
  .describe(
    'An email address, with a domain in any script, or an E.164 phone number. Quotes and non-ASCII letters are not accepted before the @',
  )

export const stage = z.enum(['code', 'profile', 'photo', 'done'])
export type Stage = z.infer<typeof stage>

export const tokens = z.object({
  accessToken: z.string(),
  accessExpiresAt: time,
  refreshToken: z.string(),
  refreshExpiresAt: time,
  deviceToken: z
    .string()
    .describe('Send it with the next sign-in: it identifies a known device, and is of no use without the password'),
  stage,
})
export type Tokens = z.infer<typeof tokens>

export const totp = text(20).optional().describe('Six digits of the authenticator, or a recovery code')

export const credentials = { login: someText(254), password: text(1024, 1), totp, deviceToken: text(200).optional() }

export const signedIn = z.object({ tokens, user: user.nullable() })

/** A sign-in on a device. `device` describes its user agent; `current` marks the session of the caller. */
export const session = z.object({
  id,
  device: z.string(),
  ip: z.string(),
  createdAt: time,
  lastSeenAt: time,
  current: z.boolean(),
})
