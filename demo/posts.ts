import type { DemoPost } from './post.ts'
import { postsFromHome } from './posts-from-home.ts'
import { postsOfTheLand } from './posts-of-the-land.ts'
import { postsOfTheSky } from './posts-of-the-sky.ts'

/** Every post of the demo, the oldest first. */
export const posts: DemoPost[] = [...postsOfTheSky, ...postsOfTheLand, ...postsFromHome].sort((a, b) => b.ago - a.ago)

/** The id of a photo: the same in every demo, so that existing photos are found again. */
export const photoId = (seed: number) => `019b0000-0000-7000-8000-${String(seed).padStart(12, '0')}`
