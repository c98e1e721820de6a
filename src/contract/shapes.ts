import { z } from 'zod'
import { faultOfEmail } from './email.ts'
import { heaps, hides, shows } from './joiners.ts'

/** Text that PostgreSQL and JSON can both carry: no NUL, no lone surrogates, at most `max` code points. */
export const text = (max: number, min = 0) =>
  z
    .string()
    .min(min)
    .max(max)
    .refine(value => !value.includes('\0') && value.isWellFormed(), 'must not contain NUL or ill-formed characters')

/** Text with something in it besides white space. */
export const someText = (max: number) => text(max, 1).refine(value => value.trim() !== '', 'must not be blank')

/** Lower case only: one thing has one spelling. */
export const id = z.uuid().lowercase()
export const time = z.iso.datetime({ precision: 3 })
export const idempotencyKey = z
  .uuid()
  .optional()
  .describe('The same key answers the first result for 24 hours; with another input it is a `conflict`')

/** A place in a list; opaque to clients. */
const cursor = z
  .string()
  .regex(/^\d{13}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'is not the cursor of a list')
  .describe('The `nextCursor` of the page before')

export const page = { cursor: cursor.optional(), limit: z.int().min(1).max(100).default(20) }
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })
export const nothing = z.object({})

export const username = z
  .string()
  .min(3)
  .max(30)
  .regex(/^[a-z0-9._]+$/i, 'may contain letters, digits, dots and underscores')
  .refine(name => !/^\.|\.$|\.\./.test(name), 'must not begin or end with a dot or contain two in a row')
export const usernameRef = text(30, 1)
export const password = text(128, 8)
/** What is not chosen but checked: any text, so that what is wrong is told as wrong and not as malformed. */
export const currentPassword = text(1024).default('').describe('The password as it is now')
export const code = z.string().regex(/^\d{6}$/, 'must be six digits')
/** The same of a letter that has a link, or what that link holds. */
export const codeOrKey = z.string().regex(/^(\d{6}|[\w-]{43})$/, 'must be six digits, or what the link holds')
/**
 * A name that people read: nothing invisible in it but what joins letters or emoji, nothing that reorders, and no letter
 * under a heap of marks.
 */
export const personName = text(60).refine(
  name => name === '' || (shows(name) && !hides(name) && !heaps(name)),
  'must not be blank or contain invisible, reordering or heaped characters',
)
export const website = text(200).refine(
  address => address === '' || (/^https?:\/\/[^\s/]/i.test(address) && URL.canParse(address)),
  'must be an http or https address',
)
/** A part of a picture that stands upright, in its pixels. */
export const crop = z.object({
  x: z.int().min(0),
  y: z.int().min(0),
  width: z.int().min(1),
  height: z.int().min(1),
})
export type Crop = z.infer<typeof crop>
export const contact = text(254)
  .superRefine((given, ctx) => {
    const fault = z.e164().safeParse(given).success ? null : faultOfEmail(given)
    if (fault !== null) ctx.addIssue({ code: 'custom', message: fault })
  })
  .describe(
    'An email address, with a domain of any script, or an E.164 phone number. Quotes and letters beyond ASCII are not taken before the @',
  )

export const stage = z.enum(['code', 'profile', 'photo', 'done'])
export type Stage = z.infer<typeof stage>

export const variant = z.object({
  name: z.enum(['thumb', 'small', 'medium', 'large']),
  width: z.int(),
  height: z.int(),
  format: z.enum(['webp', 'jpeg', 'avif']),
  url: z.string(),
})
export const image = z.object({
  width: z.int(),
  height: z.int(),
  thumbhash: z.string().describe('A blurred placeholder: a ThumbHash, as Base64'),
  variants: z
    .array(variant)
    .describe('A `url` counts from the origin of the server, needs no token, and is good for two to three hours'),
})
export type Image = z.infer<typeof image>

export const media = z.object({
  id,
  status: z.enum(['processing', 'ready', 'failed']),
  kind: z.enum(['image', 'video']),
  image: image.nullable().describe('Null until it is ready'),
  altText: z.string(),
  failure: z.string().optional().describe('Why it failed'),
})
export type Media = z.infer<typeof media>

export const user = z.object({
  id,
  username: z.string(),
  fullName: z.string(),
  photo: image.nullable(),
  isPrivate: z.boolean(),
  isVerified: z.boolean(),
})
export type User = z.infer<typeof user>

/** A part of a text that leads somewhere. A client shows the rest as it is and looks for nothing in it. */
export const entity = z.object({
  kind: z.enum(['mention', 'hashtag', 'link']),
  start: z.int().describe('Where it begins, in UTF-16 code units: `text.slice(start, end)` in JavaScript'),
  end: z.int().describe('Where it ends; the character there is no longer part of it'),
  username: z.string().optional().describe('Of a mention: in small letters. Nobody may have that name'),
  tag: z
    .string()
    .optional()
    .describe('Of a hashtag: without the sign, in the one spelling that all spellings of it share'),
  url: z.string().optional().describe('Of a link: an http or https address, as it is written'),
})
export type Entity = z.infer<typeof entity>
const entities = z.array(entity)
const inOrder = 'in order, without overlaps: at most 20 mentions and 30 hashtags, and all links'

export const relation = z.enum(['self', 'none', 'requested', 'following'])
export type Relation = z.infer<typeof relation>

export const profile = user.extend({
  bio: z.string(),
  entities: entities.describe(`Mentions, hashtags and links of the bio, ${inOrder}`),
  website: z.string(),
  pronouns: z.string(),
  createdAt: time,
  counts: z.object({ posts: z.int(), followers: z.int(), following: z.int() }),
  viewer: z.object({ relation, followedBy: z.boolean(), blocking: z.boolean(), muting: z.boolean() }),
})
export type Profile = z.infer<typeof profile>

/** Somebody in a list, with how one stands to them. */
export const person = user.extend({ viewer: z.object({ relation, followedBy: z.boolean() }) })
export type Person = z.infer<typeof person>

export const role = z.enum(['user', 'moderator'])
export type Role = z.infer<typeof role>

/** One's own account: what nobody else is shown. */
export const account = profile.extend({
  email: z.string().nullable(),
  phone: z.string().nullable(),
  role,
  totp: z.boolean(),
})
export type Account = z.infer<typeof account>

export const postCounts = z.object({ likes: z.int(), comments: z.int(), shares: z.int() })
const location = z.object({
  name: someText(100),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
})

const notYet = 'Always empty so far'

export const post = z.object({
  id,
  author: user,
  caption: z.string(),
  entities: entities.describe(`Mentions, hashtags and links of the caption, ${inOrder}`),
  media: z.array(media),
  counts: postCounts.describe('Shares are not counted so far'),
  viewer: z.object({ liked: z.boolean(), saved: z.boolean() }).describe('What the caller did'),
  hashtags: z.array(z.string()).describe('The tags of the caption, each once'),
  mentions: z.array(user).describe(notYet),
  tagged: z.array(z.object({ user, mediaIndex: z.int(), x: z.number(), y: z.number() })).describe(notYet),
  location: location.nullable(),
  commentsDisabled: z.boolean(),
  get sharedPost() {
    return post.nullable()
  },
  createdAt: time,
  editedAt: time.nullable(),
  publishAt: time.nullable(),
  publishedAt: time.nullable(),
  status: z.enum(['published', 'processing', 'scheduled', 'draft', 'archived']),
  version: z.int().describe('Grows with what happens to the post: of two states, the larger one is newer'),
})
export type Post = z.infer<typeof post>

export const comment = z.object({
  id,
  postId: id,
  author: user,
  text: z.string(),
  entities: entities.describe(`Mentions, hashtags and links of the text, ${inOrder}`),
  parentId: id.nullable(),
  replyTo: user.nullable(),
  counts: z.object({ likes: z.int(), replies: z.int() }),
  viewer: z.object({ liked: z.boolean() }),
  pinned: z.boolean(),
  createdAt: time,
  editedAt: time.nullable(),
})
export type Comment = z.infer<typeof comment>

export const message = z.object({
  id,
  conversationId: id,
  seq: z.int(),
  sender: user,
  kind: z.enum(['text', 'image', 'post', 'story', 'system']),
  text: z.string(),
  entities: entities.describe(`Mentions, hashtags and links of the text, ${inOrder}`),
  media: media.nullable(),
  post: post.nullable(),
  replyToSeq: z.int().nullable(),
  reactions: z.array(z.object({ emoji: z.string(), userIds: z.array(id) })),
  createdAt: time,
  editedAt: time.nullable(),
  unsentAt: time.nullable(),
})
export type Message = z.infer<typeof message>

export const conversation = z.object({
  id,
  kind: z.enum(['direct', 'group']),
  title: z.string(),
  photo: image.nullable(),
  members: z.array(z.object({ user, role: z.enum(['member', 'admin']), readSeq: z.int(), deliveredSeq: z.int() })),
  lastMessage: message.nullable(),
  headSeq: z.int(),
  unread: z.int().describe('At most 10,000 are counted'),
  status: z.enum(['active', 'request', 'muted']),
  createdAt: time,
})
export type Conversation = z.infer<typeof conversation>

/** Something that its owner should know of an account. `device` and `ip` say from where, if it came from a device. */
export const securityKind = z.enum([
  'new_device',
  'password_changed',
  'contact_changed',
  'token_reused',
  'totp_enabled',
  'totp_disabled',
])
export type SecurityKind = z.infer<typeof securityKind>
const security = z.object({ what: securityKind, device: z.string(), ip: z.string() })

export const notification = z.object({
  id,
  kind: z.enum([
    'like',
    'comment',
    'reply',
    'mention',
    'tag',
    'follow',
    'follow_request',
    'follow_accepted',
    'comment_like',
    'message_request',
    'post_ready',
    'security',
  ]),
  actors: z.array(user),
  actorCount: z.int().describe('How many acted since it was opened; at most 1,000 are counted'),
  post: post.nullable(),
  comment: comment.nullable(),
  security: security.nullable(),
  createdAt: time,
  readAt: time.nullable(),
})
export type Notification = z.infer<typeof notification>

export const tokens = z.object({
  accessToken: z.string(),
  accessExpiresAt: time,
  refreshToken: z.string(),
  refreshExpiresAt: time,
  deviceToken: z
    .string()
    .describe(
      'To be sent with the next sign-in: it says that the device is known, and is of no use without the password',
    ),
  stage,
})
export type Tokens = z.infer<typeof tokens>
