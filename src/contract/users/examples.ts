import { exampleTime, ids } from '../examples.ts'
import type { Person, Profile, User } from './shapes.ts'

const named = (id: string, username: string, fullName: string): User => ({
  id,
  username,
  fullName,
  photo: null,
  isPrivate: false,
  isVerified: false,
})

export const ann = named(ids.ann, 'ann', 'Ann Adams')
export const bob = named(ids.bob, 'bob', 'Bob Brown')

export const exampleProfile: Profile = {
  ...ann,
  bio: 'Lighthouses, mostly.',
  entities: [],
  website: '',
  pronouns: 'she/her',
  createdAt: exampleTime,
  counts: { posts: 12, followers: 340, following: 57 },
  viewer: { relation: 'following', followedBy: true, blocking: false, muting: false },
}

export const examplePerson: Person = { ...bob, viewer: { relation: 'none', followedBy: true } }
