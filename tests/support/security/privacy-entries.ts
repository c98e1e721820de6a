import type { ErrorCode, OperationName } from '#contract'
import { type Account, accounts, type Standing, standings, type World } from './privacy-world.ts'

/** Who is answered, of those who stand to an account of each kind. */
type Audience = Record<Account, readonly Standing[]>

type Case = {
  /** What of the owner's is asked for, acted on or looked for. */
  what: string
  input(world: World): object
  may: Audience
  /** What those get who may not. */
  otherwise?: ErrorCode
  /** Who gets something else. */
  but?: Partial<Record<Standing, ErrorCode | 'answered'>>
  /** Of what answers everybody: whether something of the owner's is in the answer. */
  shows?(output: unknown, world: World): boolean
}

const of = (...list: Standing[]): Audience => ({ public: list, private: list })
const without = (audience: Audience, ...list: Standing[]): Audience => ({
  public: audience.public.filter(one => !list.includes(one)),
  private: audience.private.filter(one => !list.includes(one)),
})
const followers = ['owner', 'follower', 'muted', 'muter'] as const
const nobody = of()
const owner = of('owner')
/** Everybody who may know of the owner; a visitor too. */
const visitors = of(...followers, 'stranger', 'pending follower', 'signed out')
const people = without(visitors, 'signed out')
/** Who may see what the owner shows: of a private account its followers. */
const content: Audience = { public: people.public, private: followers }
/** Messages stay when an account is deleted: its name is gone from them. */
const correspondents = of(...people.public, 'deleted author')
const anybody = of(...standings)
const signedIn = without(anybody, 'signed out', 'suspended viewer')

const json = JSON.stringify
const holds = (id: (world: World) => string | undefined) => (output: unknown, world: World) =>
  json(output).includes(id(world) ?? 'nothing')
const showsOwner = holds(world => world.owner.viewer.id)
const one = (what: string, field: string, id: string, may: Audience, more: Partial<Case> = {}): Case => ({
  what,
  input: ({ ids }) => ({ [field]: ids[id] }),
  may,
  ...more,
})
const post = (may: Audience, more?: Partial<Case>) => one('a post', 'postId', 'post', may, more)
const unpublished = (more?: Partial<Case>) =>
  one('a post that is not published yet', 'postId', 'unpublished', owner, more)
/** The owner's posts that only they see, and one that they have deleted. */
const seen = ['draft', 'scheduled', 'archived'] as const
const states = [...seen, 'deleted'] as const
type State = (typeof states)[number]
const inState = (state: State, more: Partial<Case> = {}) => one(`a ${state} post`, 'postId', state, owner, more)
/** What is done to a post in each of these states; of the others, its owner gets an error. */
const inStates = (may: readonly State[], otherwise: Partial<Record<State, ErrorCode>> = {}, more: Partial<Case> = {}) =>
  states.map(state =>
    inState(state, may.includes(state) ? more : { ...more, but: { owner: otherwise[state] ?? 'not_found' } }),
  )
const named = (may: Audience, more?: Partial<Case>): Case => ({
  what: 'the owner, by name',
  input: world => ({ username: world.owner.name }),
  may,
  ...more,
})
/** A list of one's own, in which the owner is or is not. */
const own = (may: Audience, what = 'the owner in one’s own list', input = {}, shows = showsOwner): Case => ({
  what,
  input: () => input,
  may,
  shows,
})
/** A list of one’s own posts in a state. */
const ownListOf = (state: State): Case[] => [
  own(
    owner,
    `a ${state} post`,
    {},
    holds(world => world.ids[state]),
  ),
]
const selfIsInvalid: Partial<Case> = { but: { owner: 'invalid' } }
/** Seen but not theirs: forbidden; unseen: not there. */
const ownersAlone = (seen: Audience, what: (may: Audience, more?: Partial<Case>) => Case) =>
  accounts.map(account => ({
    ...what(owner, {
      but: Object.fromEntries(seen[account].filter(one => one !== 'owner').map(one => [one, 'forbidden'])),
    }),
    account,
  }))
/** A viewer of the post cannot put a reply to it into the thread of another post. */
const threadElsewhere = accounts.map(account => ({
  what: 'a thread of another post',
  input: ({ ids }: World) => ({ postId: ids.post, text: 'Where am I?', parentId: ids.thirdComment }),
  may: nobody,
  but: Object.fromEntries(content[account].map(one => [one, 'invalid' as const])),
  account,
}))
const conversation = (name: string, input: object, more: Partial<Case> = {}): Case[] =>
  (
    [
      ['direct', 'the conversation with the owner', correspondents],
      ['elsewhere', 'a conversation of the owner’s with somebody else', owner],
    ] as const
  ).map(([id, what, may]) => ({
    what: `${what} (${name})`,
    input: ({ ids }) => ({ conversationId: ids[id], ...input }),
    may,
    ...more,
  }))
const underThird = (id: string) => (may: Audience, more?: Partial<Case>) =>
  one(`the owner’s ${id} under a third’s post`, 'commentId', id, may, more)
const intoCollection = (collection: string, may: Audience): Case => ({
  what: `a post of the owner’s and a collection (${collection})`,
  input: ({ ids }) => ({ collectionId: ids[collection], postId: ids.post }),
  may,
})
const underOwn = (may: Audience, more?: Partial<Case>) =>
  one('a third’s comment under a post of the owner’s', 'commentId', 'onOwner', may, more)
const q = (world: World) => ({ q: world.owner.name, limit: 100 })
const moderators = (input: (world: World) => object): Case[] => [
  { what: 'a moderator’s right', input, may: nobody, otherwise: 'forbidden' },
]
const report = (kind: string, id: (world: World) => string | undefined, may: Audience): Case => ({
  what: `the owner’s ${kind}`,
  input: world => ({ kind, id: id(world), reason: 'spam' }),
  may,
  ...selfIsInvalid,
})
const none = 'Names nothing of anybody else’s.'

export type Entry = readonly (Case & { account?: Account })[] | string

/** Who may see, or act on, what each operation names: a sentence where it names and shows nothing of anybody else's. */
export const entries: Partial<Record<OperationName, Entry>> & Record<string, Entry> = {
  'auth.signUp': none,
  'auth.resendCode': none,
  'auth.verify': none,
  'auth.complete': none,
  'auth.skipPhoto': none,
  'auth.signIn': 'Answers the same for a wrong login and a wrong password.',
  'auth.refresh': none,
  'auth.signOut': none,
  'auth.signOutAll': none,
  'auth.forgotPassword': 'Answers the same whether or not there is such an account.',
  'auth.resetPassword': 'Needs the code that was sent to the owner.',
  'auth.changePassword': none,
  'auth.changeContact': none,
  'auth.removeContact': none,
  'auth.sessions': [
    own(
      owner,
      'a session of the owner’s',
      {},
      holds(world => world.ids.session),
    ),
  ],
  'auth.revokeSession': [one('a session of the owner’s', 'sessionId', 'session', owner)],
  'auth.totpBegin': none,
  'auth.totpConfirm': none,
  'auth.totpDisable': none,
  'users.undelete': none,

  'users.me': [own(owner, 'the owner in one’s own account')],
  'users.update': none,
  'users.settings': [
    own(
      owner,
      'the settings of the owner',
      {},
      holds(world => `word of ${world.owner.name}`),
    ),
  ],
  'users.setSettings': none,
  'users.delete': none,
  'users.export': none,
  'users.setPhoto': none,
  'users.removePhoto': none,
  'users.available': [named(without(anybody, 'suspended viewer'))],
  'users.get': [named(visitors)],
  'users.posts': [named(content)],
  'users.tagged': [
    named(content),
    {
      what: 'a post of the owner’s among those with a third person',
      input: world => ({ username: world.third.name }),
      may: content,
      shows: holds(world => world.ids.post),
    },
  ],
  'users.suggested': [own(of('stranger'), 'the owner among the suggestions', { limit: 100 })],
  'users.follow': [named(people, selfIsInvalid)],
  'users.unfollow': [named(people, selfIsInvalid)],
  'users.followers': [
    named(content),
    {
      what: 'the owner among the followers of a third person',
      input: world => ({ username: world.third.name }),
      may: people,
      shows: showsOwner,
    },
  ],
  'users.following': [
    named(content),
    {
      what: 'the owner among those whom a third person follows',
      input: world => ({ username: world.third.name }),
      may: people,
      shows: showsOwner,
    },
  ],
  'users.removeFollower': [named(without(people, 'owner'))],
  'users.followRequests': [own(nobody)],
  'users.acceptRequest': [named(without(people, 'owner'))],
  'users.declineRequest': [named(nobody)],
  'users.block': [named(of(...people.public, 'blocker'), selfIsInvalid)],
  'users.unblock': [named(of(...people.public, 'blocker'))],
  'users.blocked': [own(of('blocker'))],
  'users.mute': [named(people, selfIsInvalid)],
  'users.unmute': [named(people)],
  'users.muted': [own(of('muter'))],
  'users.search': [{ what: 'the owner, by name', input: q, may: people, shows: showsOwner }],
  'users.dismissSuggestion': [named(people)],
  'users.watch': [named(people)],
  'users.unwatch': [named(anybody)],
  'users.report': [
    report('post', world => world.ids.post, content),
    report('comment', world => world.ids.ownerComment, people),
    report('user', world => world.owner.viewer.id, of(...people.public, 'blocker')),
    report('message', world => world.ids.directMessage, correspondents),
    report('message', world => world.ids.elsewhereMessage, nobody),
  ],

  'media.upload': none,
  'media.get': [one('an upload of the owner’s', 'mediaId', 'media', owner)],
  'media.update': [
    {
      ...one('an upload of the owner’s', 'mediaId', 'media', owner),
      input: ({ ids }) => ({ mediaId: ids.media, altText: 'Mine?' }),
    },
  ],

  'posts.create': [
    {
      what: 'an upload of the owner’s',
      input: ({ ids }) => ({ mediaIds: [ids.spareMedia], caption: 'Mine?' }),
      may: owner,
    },
    {
      what: 'a post of the owner’s, reposted',
      input: ({ ids }) => ({ sharedPostId: ids.post }),
      may: content,
    },
    {
      what: 'a post that is not published yet, reposted',
      input: ({ ids }) => ({ sharedPostId: ids.unpublished }),
      may: nobody,
    },
    {
      what: 'a third’s repost of a post of the owner’s, reposted',
      input: ({ ids }) => ({ sharedPostId: ids.repost }),
      may: content,
    },
  ],
  'posts.get': [
    post(content),
    one('a post of the owner’s, reposted by a third person', 'postId', 'repost', content, { shows: showsOwner }),
    unpublished(),
    ...inStates(seen),
    one('the owner in a photo of a third’s', 'postId', 'thirdPost', people, { shows: showsOwner }),
  ],
  'posts.pending': [
    own(
      owner,
      'a post that is not published yet',
      {},
      holds(world => world.ids.unpublished),
    ),
  ],
  'posts.edit': [
    ...ownersAlone(content, (may, more) => ({
      ...post(may, more),
      input: ({ ids }) => ({ postId: ids.post, caption: 'Mine?' }),
    })),
    unpublished({ input: ({ ids }) => ({ postId: ids.unpublished, caption: 'Mine?' }) }),
    unpublished({ what: 'its photos', input: ({ ids }) => ({ postId: ids.unpublished, mediaIds: [] }) }),
    {
      what: 'the owner, to be tagged in one’s own photo',
      input: world => ({
        postId: world.ids.viewerPost,
        tagged: [{ username: world.owner.name, mediaIndex: 0, x: 0.5, y: 0.5 }],
      }),
      may: without(people, 'owner'),
      otherwise: 'invalid',
      but: { owner: 'not_found' },
    },
    ...inStates(seen),
  ],
  'posts.history': [post(content), unpublished(), ...inStates(seen)],
  'posts.removeTag': [post(content), unpublished(), ...inStates(seen)],
  'posts.delete': [...ownersAlone(content, post), unpublished(), ...inStates(seen)],
  'posts.deleted': ownListOf('deleted'),
  'posts.restore': [...ownersAlone(content, post), unpublished(), ...inStates(states)],
  'posts.drafts': ownListOf('draft'),
  'posts.scheduled': ownListOf('scheduled'),
  'posts.publish': [
    ...ownersAlone(content, post),
    unpublished(),
    ...inStates(['draft', 'scheduled'], { archived: 'conflict' }),
  ],
  'posts.archive': [
    ...ownersAlone(content, post),
    ...inStates(['archived'], { draft: 'conflict', scheduled: 'conflict' }),
  ],
  'posts.unarchive': [...ownersAlone(content, post), unpublished(), ...inStates(seen)],
  'posts.archived': ownListOf('archived'),
  'posts.pin': [
    ...ownersAlone(content, post),
    ...inStates([], { draft: 'conflict', scheduled: 'conflict', archived: 'conflict' }),
  ],
  'posts.unpin': [...ownersAlone(content, post), unpublished(), ...inStates(seen)],
  'posts.like': [post(content), ...inStates([])],
  'posts.unlike': [post(content), ...inStates([])],
  'posts.likers': [
    post(content),
    unpublished(),
    ...inStates(seen),
    one('the owner among those who like', 'postId', 'thirdPost', people, { shows: showsOwner }),
  ],
  'posts.liked': [
    own(
      content,
      'a post of the owner’s that one likes',
      {},
      holds(world => world.ids.post),
    ),
  ],
  'posts.save': [post(content), unpublished(), ...inStates(seen)],
  'posts.unsave': [post(anybody)],
  'posts.saved': [own(content, 'a saved post of the owner’s')],
  'posts.share': [
    {
      what: 'a post of the owner’s, shared with a third person',
      input: ({ ids, third }) => ({ postId: ids.post, usernames: [third.name] }),
      may: content,
    },
    {
      what: 'a post that is not published yet',
      input: ({ ids, third }) => ({ postId: ids.unpublished, usernames: [third.name] }),
      may: nobody,
    },
    {
      what: 'the owner, by name',
      input: ({ ids, owner }) => ({ postId: ids.thirdPost, usernames: [owner.name] }),
      may: people,
      ...selfIsInvalid,
    },
    {
      what: 'the conversation with the owner',
      input: ({ ids }) => ({ postId: ids.thirdPost, conversationIds: [ids.direct] }),
      may: correspondents,
    },
    {
      what: 'a conversation of the owner’s with somebody else',
      input: ({ ids }) => ({ postId: ids.thirdPost, conversationIds: [ids.elsewhere] }),
      may: owner,
    },
  ],
  'posts.watch': [
    post(content),
    unpublished(),
    ...inStates(seen),
    one('the owner’s comment under a third’s post', 'postId', 'thirdPost', people, { shows: showsOwner }),
  ],
  'posts.unwatch': [post(anybody)],

  'collections.list': [
    own(
      owner,
      'a collection of the owner’s',
      {},
      holds(world => world.ids.collection),
    ),
  ],
  'collections.create': none,
  'collections.update': [one('a collection of the owner’s', 'collectionId', 'collection', owner)],
  'collections.delete': [one('a collection of the owner’s', 'collectionId', 'collection', owner)],
  'collections.posts': [
    one('a post of the owner’s in one’s own collection', 'collectionId', 'viewerCollection', content, {
      shows: showsOwner,
    }),
    one('a collection of the owner’s', 'collectionId', 'collection', owner),
  ],
  'collections.add': [intoCollection('collection', owner), intoCollection('viewerCollection', content)],
  'collections.remove': [intoCollection('collection', owner)],

  'comments.create': [
    { ...post(content), input: ({ ids }) => ({ postId: ids.post, text: 'I see you' }) },
    ...states.map(state => ({
      ...inState(state, { but: { owner: 'not_found' } }),
      input: ({ ids }: World) => ({ postId: ids[state], text: 'I see you' }),
    })),
    ...threadElsewhere,
    ...['ownerComment', 'ownerReply', 'underOwner'].map(id => ({
      what: `a thread with the owner under a third’s post (${id})`,
      input: ({ ids }: World) => ({ postId: ids.thirdPost, text: 'I see you', parentId: ids[id] }),
      may: people,
      otherwise: 'invalid' as const,
    })),
  ],
  'comments.list': [
    post(content),
    unpublished(),
    ...inStates(seen),
    one('the owner’s comment under a third’s post', 'postId', 'thirdPost', people, { shows: showsOwner }),
  ],
  'comments.replies': [
    underThird('ownerComment')(people),
    underThird('ownerReply')(people),
    one('the owner in a third’s thread', 'commentId', 'thirdComment', people, { shows: showsOwner }),
  ],
  'comments.get': [underThird('ownerComment')(people), underThird('ownerReply')(people)],
  'comments.edit': [
    ...ownersAlone(people, (may, more) => ({
      ...underThird('ownerComment')(may, more),
      input: ({ ids }) => ({ commentId: ids.ownerComment, text: 'Mine?' }),
    })),
  ],
  'comments.like': [underThird('ownerComment')(people), underThird('underOwner')(people), underOwn(content)],
  'comments.unlike': [underThird('ownerComment')(people), underThird('underOwner')(people), underOwn(content)],
  'comments.pin': [...ownersAlone(content, underOwn)],
  'comments.unpin': [...ownersAlone(content, underOwn)],
  'comments.delete': [
    ...ownersAlone(people, underThird('ownerComment')),
    ...ownersAlone(people, underThird('ownerReply')),
  ],

  'feed.home': [
    own(
      // The viewer follows its hashtag too.
      without(content, 'muter'),
      'a post of the owner’s',
      {},
      (output, { ids }) => (output as { items: { id: string }[] }).items.some(({ id }) => id === ids.post),
    ),
  ],

  'hashtags.get': [{ what: 'a hashtag of the owner’s', input: () => ({ tag: 'dawn' }), may: signedIn }],
  'hashtags.search': [
    { what: 'a hashtag of the owner’s', input: () => ({ q: 'dawn' }), may: without(anybody, 'suspended viewer') },
  ],
  'hashtags.follow': none,
  'hashtags.unfollow': none,
  'hashtags.following': [own(signedIn, 'a hashtag that one follows', {}, output => json(output).includes('dawn'))],
  'hashtags.posts': ['recent', 'top'].map(order => ({
    what: `a post of the owner’s with a hashtag (${order})`,
    input: () => ({ tag: 'dawn', order, limit: 100 }),
    may: without(content, 'muter'),
    shows: holds(world => world.ids.post),
  })),

  'conversations.open': [
    { what: 'the owner, by name', input: world => ({ usernames: [world.owner.name] }), may: people, ...selfIsInvalid },
  ],
  'conversations.list': [
    own(
      correspondents,
      'the conversation with the owner',
      {},
      holds(world => world.ids.direct),
    ),
    own(correspondents, 'the owner in a group'),
  ],
  'conversations.get': [
    ...conversation('conversations.get', {}),
    one('the owner in a group', 'conversationId', 'group', correspondents, { shows: showsOwner }),
  ],
  'messages.send': [
    ...conversation('messages.send', { text: 'Are you there?' }),
    {
      what: 'a post of the owner’s, sent to a group',
      input: ({ ids }) => ({ conversationId: ids.group, postId: ids.post }),
      may: content,
    },
    {
      what: 'an upload of the owner’s, sent to a group',
      input: ({ ids }) => ({ conversationId: ids.group, mediaId: ids.spareMedia }),
      may: owner,
    },
  ],
  'messages.list': [
    ...conversation('messages.list', {}),
    one('what the owner says in a group', 'conversationId', 'group', correspondents, {
      shows: holds(world => world.ids.groupMessage),
    }),
    one('a post of the owner’s, shared in a group', 'conversationId', 'group', content, {
      shows: holds(world => world.ids.post),
    }),
  ],
  'messages.read': conversation('messages.read', { seq: 1 }),

  'notifications.list': [
    own(
      without(people, 'owner', 'muter'),
      'what the owner did',
      {},
      holds(world => world.ids.comment),
    ),
    own(
      without(people, 'owner', 'muter'),
      'the owner’s like of one’s own comment',
      {},
      holds(world => world.ids.ownComment),
    ),
    own(
      without(content, 'owner', 'muter'),
      'a mention in a post of the owner’s',
      {},
      holds(world => world.ids.mention),
    ),
    own(
      without(content, 'owner'),
      'what a third person did under a post of the owner’s',
      {},
      holds(world => world.ids.about),
    ),
    own(
      without(content, 'owner', 'muter'),
      'that the owner has tagged one',
      {},
      holds(world => world.ids.tag),
    ),
  ],
  'notifications.unread': [
    own(
      without(people, 'owner', 'muter'),
      'what the owner did, in the count',
      {},
      output => (output as { unread: number }).unread >= 2,
    ),
  ],
  'notifications.read': none,
  'activity.mine': [
    own(without(people, 'owner', 'muter'), 'what the owner did to a post of one’s own', { kind: 'received' }),
    own(
      content,
      'a post of the owner’s that one likes',
      { kind: 'like' },
      holds(world => world.ids.post),
    ),
    own(of('follower', 'pending follower', 'muted', 'muter', 'blocker'), 'that one follows the owner', {
      kind: 'follow',
    }),
  ],
  'activity.remove': [one('what is no activity', 'activityId', 'post', nobody)],
  'activity.clear': none,
  'activity.clearing': [one('a request of the owner’s', 'jobId', 'clearing', owner)],
  'log.since': [
    own(without(correspondents, 'owner'), 'a message of the owner’s', { stream: 'messages', seq: 0 }),
    own(without(people, 'owner', 'muter'), 'what the owner did', { stream: 'notifications', seq: 0 }),
    own(of(...without(people, 'owner').public, 'blocker'), 'that one follows the owner', { stream: 'users', seq: 0 }),
  ],

  'reports.list': moderators(() => ({})),
  'reports.resolve': moderators(({ ids }) => ({ reportId: ids.post, outcome: 'dismissed' })),
  'moderation.removePost': moderators(({ ids }) => ({ postId: ids.post })),
  'moderation.removeComment': moderators(({ ids }) => ({ commentId: ids.ownerComment })),
  'moderation.suspend': moderators(world => ({ username: world.owner.name })),
  'moderation.restore': moderators(world => ({ username: world.owner.name })),
  'moderation.audit': moderators(() => ({})),
}
