import type { DeclaredTopics } from '#core/live/topic'
import { post } from './post.ts'
import { profile } from './profile.ts'

/** Everything that can be watched live. A topic of the contract that is missing does not compile. */
export const topics: DeclaredTopics = { post, profile }
