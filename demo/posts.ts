import type { DemoPost } from './post.ts'
import { postsFromHome } from './posts-from-home.ts'
import { postsOfTheLand } from './posts-of-the-land.ts'
import { postsOfTheSky } from './posts-of-the-sky.ts'

/** Every post of the demo, the oldest first. */
export const posts: DemoPost[] = [...postsOfTheSky, ...postsOfTheLand, ...postsFromHome].sort((a, b) => b.ago - a.ago)

/** A post of the demo by the seed of its first photo. */
export type Repost = { by: string; of: number; caption: string; ago: number }

export const reposts: Repost[] = [
  { by: 'clara', of: 7, caption: 'This is the lake I mean. Who has a tent, @tomasz? #lakes', ago: 1.4 },
]

/** The first person's collection, and the hashtags that they follow. */
export const collection = { title: 'Light', of: [55, 24, 33] }
export const followedTags = ['northernlights', 'goldenhour']

/** The id of a photo: the same in every demo, so that existing photos are found again. */
export const photoId = (seed: number) => `019b0000-0000-7000-8000-${String(seed).padStart(12, '0')}`
