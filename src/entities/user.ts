import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Circle, Stage } from '#contract'
import { counter, moment, newId, now } from './columns.ts'

/** An account, from the first code on. Names are null until the sign-up has reached them. */
const schema = defineEntity({
  name: 'User',
  tableName: 'users',
  indexes: [
    {
      name: 'users_search',
      expression: 'create index "users_search" on "users" using gin ("search" gin_trgm_ops)',
    },
    // Of sign-ups that have verified nothing, the newest with an address and a password is resumed.
    {
      name: 'users_unproven',
      expression: `create index "users_unproven" on "users" (coalesce("email", "phone"), "created_at") where stage = 'code'`,
    },
    { name: 'users_unfinished', properties: ['createdAt'], where: "stage <> 'done'" },
    { name: 'users_former', properties: ['formerSkeleton'], where: 'former_skeleton is not null' },
    { name: 'users_deleted', properties: ['deletedAt'], where: "status = 'deleted' and username is not null" },
  ],
  // A contact belongs to the first account that verifies it.
  uniques: [
    { name: 'users_email_proven', properties: ['email'], where: 'verified_at is not null' },
    { name: 'users_phone_proven', properties: ['phone'], where: 'verified_at is not null' },
  ],
  properties: {
    id: newId(),
    username: p.string().length(30).nullable().unique('users_username_unique'),
    /** The same for user names that look alike, see `skeletonOf`. */
    skeleton: p.string().length(30).nullable().unique('users_skeleton_unique'),
    /** The former user name, which is kept for its owner for a time (see `claim-name.ts`), and when it was changed. */
    formerSkeleton: p.string().length(30).nullable(),
    renamedAt: moment().nullable(),
    fullName: p.string().length(60).default(''),
    bio: p.string().length(500).default(''),
    website: p.string().length(200).default(''),
    pronouns: p.string().length(40).default(''),
    /** In the canonical spelling, see `plainEmail`. */
    email: p.string().length(254).nullable(),
    /** As its owner writes it, where that differs: mail goes there. */
    emailGiven: p.string().length(254).nullable(),
    phone: p.string().length(16).nullable(),
    /** When the contact was verified; a verified contact is unique (partial indexes). */
    verifiedAt: moment().nullable(),
    passwordHash: p.text().nullable(),
    photo: p.json().$type<StoredImage | null>().nullable(),
    stage: p.string().$type<Stage>().default('code'),
    status: p.string().$type<'active' | 'suspended' | 'deleted'>().default('active'),
    isPrivate: p.boolean().default(false),
    isVerified: p.boolean().default(false),
    /** Posts of a large account are merged into feeds when read, not copied to each follower. Once large, always. */
    isLarge: p.boolean().default(false),
    role: p.string().$type<'user' | 'moderator'>().default('user'),
    whoMayComment: p.string().$type<Circle>().default('everyone'),
    whoMayMention: p.string().$type<Circle>().default('everyone'),
    whoMayTag: p.string().$type<Circle>().default('everyone'),
    whoMayMessage: p.string().$type<Circle>().default('everyone'),
    /** Comments with one of these words are seen by nobody but their writers and this user. */
    hiddenWords: p.array().$type<string[]>().default([]),
    showActivity: p.boolean().default(true),
    readReceipts: p.boolean().default(true),
    language: p.string().length(35).default('en'),
    timeZone: p.string().length(64).default('UTC'),
    /** The searchable names, see `searchable`. */
    search: p.string().length(400).default(''),
    /** The upload that the profile photo is made from. */
    photoMediaId: p.uuid().nullable(),
    deletedAt: moment().nullable(),
    postCount: counter(),
    followerCount: counter(),
    followingCount: counter(),
    createdAt: now(),
  },
})

/** Renditions of a photo as stored: `key` is the folder of its files. */
export type StoredImage = {
  key: string
  width: number
  height: number
  thumbhash: string
  /** The dominant color as `#rrggbb`; photos from before it was stored have none. */
  color?: string
  variants: { name: 'thumb' | 'small' | 'medium' | 'large'; width: number; height: number; format: 'webp' | 'jpeg' }[]
}

export class User extends schema.class {}
schema.setClass(User)
