import type {
  Comment,
  Conversation,
  Image,
  Media,
  Message,
  Notification,
  Post,
  Profile,
  Tokens,
  User,
} from './shapes.ts'

/** The people and things that every example of the documentation is about. */
export const ids = {
  ann: '01990a4e-7c00-7000-8000-000000000001',
  bob: '01990a4e-7c00-7000-8000-000000000002',
  media: '01990a4e-7c00-7000-8000-000000000010',
  otherMedia: '01990a4e-7c00-7000-8000-000000000011',
  post: '01990a4e-7c00-7000-8000-000000000020',
  comment: '01990a4e-7c00-7000-8000-000000000030',
  conversation: '01990a4e-7c00-7000-8000-000000000040',
  message: '01990a4e-7c00-7000-8000-000000000050',
  notification: '01990a4e-7c00-7000-8000-000000000060',
  session: '01990a4e-7c00-7000-8000-000000000070',
  report: '01990a4e-7c00-7000-8000-000000000080',
  export: '01990a4e-7c00-7000-8000-000000000090',
  key: '3f0c8a52-6c1e-4b7e-9a43-2f5f6f0f9b11',
}
const at = '2026-05-04T09:30:00.000Z'

const image: Image = {
  width: 1080,
  height: 1350,
  thumbhash: '1QcSHQRnh493V4dIh4eXh1h4kJUI',
  variants: [
    {
      name: 'small',
      width: 320,
      height: 400,
      format: 'webp',
      url: `/media/${ids.media}/small.webp?e=1777892400&p=0&s=Zk3b0J8lq1c`,
    },
  ],
}
const media: Media = { id: ids.media, status: 'ready', kind: 'image', image, altText: 'A lighthouse at dusk' }
const person = (id: string, username: string, fullName: string): User => ({
  id,
  username,
  fullName,
  photo: null,
  isPrivate: false,
  isVerified: false,
})
const ann = person(ids.ann, 'ann', 'Ann Adams')
const bob = person(ids.bob, 'bob', 'Bob Brown')
const profile: Profile = {
  ...ann,
  bio: 'Lighthouses, mostly.',
  entities: [],
  website: '',
  pronouns: 'she/her',
  createdAt: at,
  counts: { posts: 12, followers: 340, following: 57 },
  viewer: { relation: 'following', followedBy: true, blocking: false, muting: false },
}
const post: Post = {
  id: ids.post,
  author: ann,
  caption: 'Last light with @bob. #Café',
  entities: [
    { kind: 'mention', start: 16, end: 20, username: 'bob' },
    { kind: 'hashtag', start: 22, end: 27, tag: 'café' },
  ],
  media: [media],
  counts: { likes: 3, comments: 1, shares: 0 },
  viewer: { liked: true, saved: false },
  hashtags: ['café'],
  mentions: [],
  tagged: [],
  location: { name: 'Portland Bill' },
  commentsDisabled: false,
  sharedPost: null,
  createdAt: at,
  editedAt: null,
  publishAt: null,
  publishedAt: at,
  status: 'published',
  version: 4,
}
const comment: Comment = {
  id: ids.comment,
  postId: ids.post,
  author: bob,
  text: 'What a sky!',
  entities: [],
  parentId: null,
  replyTo: null,
  counts: { likes: 0, replies: 0 },
  viewer: { liked: false },
  pinned: false,
  createdAt: at,
  editedAt: null,
}
const message: Message = {
  id: ids.message,
  conversationId: ids.conversation,
  seq: 1,
  sender: ann,
  kind: 'text',
  text: 'Tomorrow at six?',
  entities: [],
  media: null,
  post: null,
  replyToSeq: null,
  reactions: [],
  createdAt: at,
  editedAt: null,
  unsentAt: null,
}
const conversation: Conversation = {
  id: ids.conversation,
  kind: 'direct',
  title: '',
  photo: null,
  members: [
    { user: ann, role: 'member', readSeq: 1, deliveredSeq: 1 },
    { user: bob, role: 'member', readSeq: 0, deliveredSeq: 0 },
  ],
  lastMessage: message,
  headSeq: 1,
  unread: 0,
  status: 'active',
  createdAt: at,
}
const notification: Notification = {
  id: ids.notification,
  kind: 'like',
  actors: [bob],
  actorCount: 1,
  post,
  comment: null,
  security: null,
  createdAt: at,
  readAt: null,
}
const tokens: Tokens = {
  accessToken: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjFmMmUzZDRjIn0.e30.c2lnbmF0dXJl',
  accessExpiresAt: '2026-05-04T09:45:00.000Z',
  refreshToken: '01990a4e-7c00-7000-8000-000000000070.1.c2lnbmF0dXJl',
  refreshExpiresAt: '2026-06-03T09:30:00.000Z',
  deviceToken: '01990a4e-7c00-7000-8000-000000000070.ZGV2aWNl',
  stage: 'done',
}

export const examples = {
  at,
  image,
  media,
  ann,
  bob,
  person: { ...bob, viewer: { relation: 'none' as const, followedBy: true } },
  profile,
  post,
  comment,
  message,
  conversation,
  notification,
  tokens,
}
