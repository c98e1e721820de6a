import { z } from 'zod'
import { heaps, hides, shows } from '../joiners.ts'
import { image } from '../media.ts'
import { id, text, time } from '../primitives.ts'
import { entitiesIn } from '../text-entity.ts'

export const username = z
  .string()
  .min(3)
  .max(30)
  .regex(/^[a-z0-9._]+$/i, 'may contain letters, digits, dots and underscores')
  .refine(name => !/^\.|\.$|\.\./.test(name), 'must not begin or end with a dot or contain two in a row')

export const usernameRef = text(30, 1)

/**
 * A display name. Invisible characters are allowed only where they join letters or emoji; characters that reorder text and
 * letters with stacked marks are not.
 */
export const personName = text(60).refine(
  name => name === '' || (shows(name) && !hides(name) && !heaps(name)),
  'must not be blank or contain invisible, reordering or heaped characters',
)

export const website = text(200).refine(
  address => address === '' || (/^https?:\/\/[^\s/]/i.test(address) && URL.canParse(address)),
  'must be an http or https address',
)

export const relation = z.enum(['self', 'none', 'requested', 'following'])
export type Relation = z.infer<typeof relation>

export const user = z.object({
  id,
  username: z.string(),
  fullName: z.string(),
  photo: image.nullable(),
  isPrivate: z.boolean(),
  isVerified: z.boolean(),
})
export type User = z.infer<typeof user>

/** Whom a user lets do something to them: everyone, their followers, those they follow, or nobody. */
export const circle = z.enum(['everyone', 'followers', 'following', 'nobody'])
export type Circle = z.infer<typeof circle>

export const profile = user.extend({
  bio: z.string(),
  entities: entitiesIn('bio'),
  website: z.string(),
  pronouns: z.string(),
  createdAt: time,
  counts: z.object({ posts: z.int(), followers: z.int(), following: z.int() }),
  viewer: z.object({ relation, followedBy: z.boolean(), blocking: z.boolean(), muting: z.boolean() }),
})
export type Profile = z.infer<typeof profile>

/** A user in a list, with the viewer's relation to them. */
export const person = user.extend({ viewer: z.object({ relation, followedBy: z.boolean() }) })
export type Person = z.infer<typeof person>

export const role = z.enum(['user', 'moderator'])
export type Role = z.infer<typeof role>

/** The viewer's own account, with fields that nobody else sees. */
export const account = profile.extend({
  email: z.string().nullable(),
  phone: z.string().nullable(),
  role,
  totp: z.boolean(),
})
export type Account = z.infer<typeof account>

/** An export of the viewer's own data. The owner fetches it at `url`, by their access token, until `expiresAt`. */
export const dataExport = z.object({
  id,
  status: z.enum(['processing', 'ready', 'failed']),
  url: z.string().nullable().describe('Fetch it with a GET and the access token; the response is application/zip'),
  createdAt: time,
  expiresAt: time.nullable(),
})
