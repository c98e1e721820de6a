import { z } from 'zod'
import { base as accountBase } from '../accounts/defaults.ts'
import { asAnn } from '../accounts/examples.ts'
import { credentials, currentPassword, tokens } from '../accounts/shapes.ts'
import { exampleTime, ids } from '../examples.ts'
import { crop, exampleMedia, media } from '../media.ts'
import { operation } from '../operation.ts'
import { nothing, text, time } from '../primitives.ts'
import { read, write } from './defaults.ts'
import { exampleProfile } from './examples.ts'
import { account, dataExport, personName, username, website } from './shapes.ts'

const readOwn = { ...read, errors: [] } as const
const writeOwn = { ...write, errors: [] } as const

const ownAccount = {
  ...exampleProfile,
  viewer: { ...exampleProfile.viewer, relation: 'self' as const, followedBy: false },
  email: 'ann@example.org',
  phone: null,
  role: 'user' as const,
  totp: false,
}

export const accountOperations = {
  'users.me': operation({
    ...readOwn,
    summary: "Returns the caller's account.",
    http: 'GET /v1/me',
    input: z.object({}),
    output: account,
    example: { input: {}, output: ownAccount },
  }),
  'users.update': operation({
    ...writeOwn,
    summary:
      "Changes the caller's profile. Going public accepts the pending follow requests; going private keeps the followers.",
    http: 'PATCH /v1/me',
    input: z.object({
      username: username.optional(),
      fullName: personName.optional(),
      bio: text(150).optional(),
      website: website.optional(),
      pronouns: personName.max(40).optional(),
      isPrivate: z.boolean().optional(),
    }),
    output: account,
    errors: ['conflict'],
    example: { input: { bio: 'Lighthouses, mostly.' }, output: ownAccount },
  }),
  'users.delete': operation({
    ...writeOwn,
    limit: 'auth',
    summary:
      'Deletes the account: it is hidden from everyone at once and erased after thirty days, until when `users.undelete` restores it. The messages it sent remain, without its name; its user name stays unavailable for another ninety days.',
    http: 'DELETE /v1/me',
    input: z.object({ currentPassword }),
    output: z.object({ undoUntil: time }),
    errors: ['forbidden', 'rate_limited'],
    example: { input: { currentPassword: 'lighthouse at dusk' }, output: { undoUntil: '2026-06-03T09:30:00.000Z' } },
  }),
  'users.undelete': operation({
    ...accountBase,
    summary: 'Undoes the deletion of an account within thirty days, and signs in.',
    http: 'POST /v1/auth/undelete',
    access: 'public',
    input: z.object(credentials),
    errors: ['unauthenticated', 'conflict', 'rate_limited'],
    example: { input: { login: 'ann', password: 'lighthouse at dusk' }, output: asAnn },
  }),
  'users.export': operation({
    ...writeOwn,
    limit: 'auth',
    summary:
      'Requests all data of the caller: a ZIP of JSON and photos, made in the background and kept for seven days. Calling again within a day returns the state of the same export.',
    http: 'POST /v1/me/export',
    status: 202,
    input: nothing,
    output: dataExport,
    example: {
      input: {},
      output: { id: ids.export, status: 'processing', url: null, createdAt: exampleTime, expiresAt: null },
    },
  }),
  'users.setPhoto': operation({
    ...writeOwn,
    summary:
      'Sets the profile photo, or a part of it: in pixels of the upright picture. Accepts the same files as `media.upload`. `media.ready` and `account.changed` announce when it is shown. In a sign-up this completes the last stage, and `tokens` holds the new tokens.',
    http: 'PUT /v1/me/photo',
    namespace: null,
    access: 'stage',
    limit: 'upload',
    status: 202,
    multipart: true,
    input: z.object({ crop: crop.optional() }),
    output: z.object({ media, tokens: tokens.nullable() }),
    errors: ['too_large', 'unsupported_media', 'forbidden', 'invalid'],
    example: {
      input: { crop: { x: 0, y: 120, width: 1080, height: 1080 } },
      output: { media: { ...exampleMedia, status: 'processing', image: null }, tokens: null },
    },
  }),
  'users.removePhoto': operation({
    ...writeOwn,
    summary: 'Removes the profile photo.',
    http: 'DELETE /v1/me/photo',
    input: nothing,
    output: nothing,
    example: { input: {}, output: {} },
  }),
}
