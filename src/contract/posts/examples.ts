import { exampleTime, ids } from '../examples.ts'
import { exampleMedia } from '../media.ts'
import { ann } from '../users/examples.ts'
import type { Post } from './shapes.ts'

export const examplePost: Post = {
  id: ids.post,
  author: ann,
  caption: 'Last light with @bob. #Café',
  entities: [
    { kind: 'mention', start: 16, end: 20, username: 'bob' },
    { kind: 'hashtag', start: 22, end: 27, tag: 'café' },
  ],
  media: [exampleMedia],
  counts: { likes: 3, comments: 1, shares: 0 },
  viewer: { liked: true, saved: false, reason: null },
  likesHidden: false,
  hashtags: ['café'],
  mentions: [],
  tagged: [],
  location: { name: 'Portland Bill' },
  commentsDisabled: false,
  sharedPost: null,
  sharedPostUnavailable: false,
  pinned: false,
  createdAt: exampleTime,
  editedAt: null,
  publishAt: null,
  publishedAt: exampleTime,
  deletedAt: null,
  status: 'published',
  version: 4,
}
