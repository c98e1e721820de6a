import type { z } from 'zod'
import type { postEvents } from './posts/index.ts'
import type { userEvents } from './users/index.ts'

/** What can be watched live: what a change of it carries, and the event in which its watchers get updates. */
export type Topics = {
  post: { change: PostChange; event: 'post.activity' }
  profile: { change: ProfileChange; event: 'profile.counts' }
}

/** Something happened to a post. The counts are those of `version`: the higher version wins. */
export type PostChange = {
  version: number
  counts: UpdateOf<'post'>['counts']
  /** Comments that are new, edited, pinned, unpinned or only a placeholder now. */
  commentIds?: string[]
  /** Comments whose likes have moved: left out where there are too many. */
  likedCommentIds?: string[]
  removedCommentIds?: string[]
  /** Comments that have become hidden: they are removed for everybody but these two. */
  hiddenComments?: HiddenComment[]
  /** It was edited: more than its counts and comments is different. */
  changed?: true
  deleted?: true
}

export type HiddenComment = { id: string; writerId: string; ownerId: string }

/** The counts of a profile have moved. They are read when they are sent. */
export type ProfileChange = { counts: true }

export type TopicName = keyof Topics
export type ChangeOf<N extends TopicName> = Topics[N]['change']
export type UpdateOf<N extends TopicName> = z.output<TopicEvents[Topics[N]['event']]['payload']>
type TopicEvents = typeof postEvents & typeof userEvents
