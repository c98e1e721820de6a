import { z } from 'zod'
import { examples, ids } from './examples.ts'
import { operation } from './operation.ts'
import {
  account,
  crop,
  currentPassword,
  id,
  media,
  nothing,
  personName,
  text,
  time,
  tokens,
  username,
  website,
} from './shapes.ts'

const base = { namespace: 'users', access: 'user', limit: 'read', kind: 'read', errors: [] } as const
const write = { ...base, kind: 'write', limit: 'write' } as const
const ownAccount = {
  ...examples.profile,
  viewer: { ...examples.profile.viewer, relation: 'self' as const, followedBy: false },
  email: 'ann@example.org',
  phone: null,
  role: 'user' as const,
  totp: false,
}

/** One's own data as a file. `url` is where its owner fetches it with their token, until `expiresAt`. */
const dataExport = z.object({
  id,
  status: z.enum(['processing', 'ready', 'failed']),
  url: z.string().nullable().describe('Where it is fetched with a GET and the access token, as application/zip'),
  createdAt: time,
  expiresAt: time.nullable(),
})

/** One's own account. */
export const me = {
  'users.me': operation({
    ...base,
    summary: "One's own account.",
    http: 'GET /v1/me',
    input: z.object({}),
    output: account,
    example: { input: {}, output: ownAccount },
  }),
  'users.update': operation({
    ...write,
    summary:
      "Change one's own profile. Going public accepts the follow requests that wait; going private keeps the followers.",
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
    ...write,
    limit: 'auth',
    summary:
      'Delete the account: gone for everybody at once and for good after thirty days, until when `users.undelete` takes it back. Messages it sent stay, from nobody; its user name is given to nobody for ninety days more.',
    http: 'DELETE /v1/me',
    input: z.object({ currentPassword }),
    output: z.object({ undoUntil: time }),
    errors: ['forbidden', 'rate_limited'],
    example: { input: { currentPassword: 'lighthouse at dusk' }, output: { undoUntil: '2026-06-03T09:30:00.000Z' } },
  }),
  'users.export': operation({
    ...write,
    limit: 'auth',
    summary:
      'Ask for all of one’s own data: a ZIP of JSON and photos, made by a worker, for seven days. Asked again within a day it answers how far the same one is.',
    http: 'POST /v1/me/export',
    status: 202,
    input: nothing,
    output: dataExport,
    example: {
      input: {},
      output: { id: ids.export, status: 'processing', url: null, createdAt: examples.at, expiresAt: null },
    },
  }),
  'users.setPhoto': operation({
    ...write,
    summary:
      'Set the profile photo, or a part of it: of the upright picture, in its pixels. What is taken is as for `media.upload`. `media.ready` and `account.changed` tell when it is shown. In a sign-up this is the last stage, and `tokens` carries the next.',
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
      output: { media: { ...examples.media, status: 'processing', image: null }, tokens: null },
    },
  }),
  'users.removePhoto': operation({
    ...write,
    summary: 'Have no profile photo.',
    http: 'DELETE /v1/me/photo',
    input: nothing,
    output: nothing,
    example: { input: {}, output: {} },
  }),
}
