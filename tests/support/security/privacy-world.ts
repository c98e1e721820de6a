import { randomUUID } from 'node:crypto'
import type { TestApp } from '#support/app/use-app'
import { markDeleted, suspend } from '#support/people/change-account'
import { crowd, type Member } from '#support/people/crowd'

/**
 * How somebody stands to the owner of what they ask for. Who is blocked, or blocks, follows all the same, by a row left
 * behind; `muted` and `muter` follow too, and so do those who are suspended, or look for an owner who is deleted.
 */
export const standings = [
  'owner',
  'follower',
  'stranger',
  'pending follower',
  'blocked',
  'blocker',
  'muted',
  'muter',
  'signed out',
  'suspended viewer',
  'deleted author',
] as const
export type Standing = (typeof standings)[number]

export const accounts = ['public', 'private'] as const
export type Account = (typeof accounts)[number]

const things = [
  ...[
    'post',
    'media',
    'spareMedia',
    'thirdMedia',
    'viewerMedia',
    'session',
    'unpublished',
    'draft',
    'scheduled',
    'archived',
    'deleted',
    'thirdPost',
    'viewerPost',
    'ownerComment',
    'thirdComment',
  ],
  ...[
    'ownerReply',
    'answer',
    'underOwner',
    'reply',
    'viewerComment',
    'onOwner',
    'ownComment',
    'direct',
    'group',
    'elsewhere',
  ],
  ...[
    'directMessage',
    'groupMessage',
    'thirdMessage',
    'sharedPost',
    'elsewhereMessage',
    'like',
    'comment',
    'about',
    'mention',
    'tag',
  ],
  ...['collection', 'viewerCollection', 'repost', 'clearing'],
] as const

/** An owner with what is theirs, somebody who looks at it, and a third person whom both follow. */
export type World = {
  account: Account
  standing: Standing
  owner: Member
  third: Member
  /** Null where nobody is signed in. */
  viewer: Member | null
  ids: Record<string, string>
}

/** One world for each way to stand to an account of each kind. `arrange` puts everything where it was. */
export async function privacyWorlds(app: TestApp) {
  const kinds = accounts.flatMap(account => standings.map(standing => ({ account, standing })))
  const members = await crowd(app, kinds.length * 3)
  const worlds = kinds.map(({ account, standing }, i): World => {
    const [owner, third, other] = members.slice(i * 3, i * 3 + 3) as [Member, Member, Member]
    const viewer = standing === 'owner' ? owner : standing === 'signed out' ? null : other
    return {
      account,
      standing,
      owner,
      third,
      viewer,
      ids: Object.fromEntries(things.map(name => [name, randomUUID()])),
    }
  })
  const rows = worlds.map(rowsOf)
  const tables = Object.keys(rows[0] ?? {})

  const inserted = tables.map(table => {
    const list = rows.flatMap(own => own[table] ?? [])
    const columns = Object.keys(list[0] ?? {})
    const values = `jsonb_populate_recordset(null::${table}, $rows$${JSON.stringify(list)}$rows$::jsonb)`
    return list.length > 0 ? `insert into ${table} (${columns}) select ${columns} from ${values};` : ''
  })
  // One call: it is made after each operation that has changed something.
  await app.query(`create function arrange() returns void language sql as $arrange$
    ${tables
      .map(table => `delete from ${table}${kept[table] ?? ''};`)
      .reverse()
      .join('\n')}
    ${inserted.join('\n')}
    update log_head set seq = 1, floor = 0;
  $arrange$`)
  const arrange = async () => void (await app.query('select arrange()'))

  for (const { account, standing, owner, viewer } of worlds) {
    const [id, name] = [owner.viewer.id, owner.name]
    await app.query(
      'update users set is_private = ?, email = ?, phone = ?, password_hash = ?, hidden_words = array[?] where id = ?',
      [account === 'private', ...secretsOf(name), `word of ${name}`, id],
    )
    if (standing === 'suspended viewer') await suspend(app, viewer?.viewer.id)
    if (standing === 'deleted author') await markDeleted(app, id)
  }
  await arrange()
  return { worlds, arrange }
}

/** What an account knows of its owner and shows to nobody else. */
export const secretsOf = (name: string) => [
  `${name}@secret.example`,
  `+44${name.replace(/\D/g, '')}`,
  `hash of ${name}`,
]

/** The sessions that the members came with stay. */
const kept: Record<string, string> = { session: " where user_agent = 'spare'" }

type Row = Record<string, unknown>
const at = '2026-05-04T09:30:00.000Z'

function rowsOf({ standing, owner, third, viewer, ids }: World): Record<string, Row[]> {
  const [o, t] = [owner.viewer.id, third.viewer.id]
  const v = viewer === null || viewer === owner ? null : viewer.viewer.id
  const only = (row: (v: string) => Row[]) => (v === null ? [] : row(v))
  const follow = (follower_id: string, followee_id: string, status = 'following') => {
    return { follower_id, followee_id, status, created_at: at, follower_counted: true, followee_counted: true }
  }
  const post = (id: unknown, author_id: string, caption: string, shared_post_id: unknown = null) => {
    return {
      id,
      author_id,
      caption,
      shared_post_id,
      status: 'published',
      created_at: at,
      published_at: at,
      ...counts,
      ...states,
    }
  }
  const counts = { comments_disabled: false, like_count: 0, comment_count: 0, share_count: 0, version: 1 }
  const states = { former_status: null, publish_at: null, archived_at: null, deleted_at: null }
  const own = (id: unknown, status: string, state: object) => ({ ...post(id, o, 'Mine alone'), status, ...state })
  const unpublished = { ...post(ids.unpublished, o, 'Not yet'), status: 'processing', published_at: null }
  const comment = (id: unknown, post_id: unknown, author_id: string, text: string, parent: unknown = null, to = '') => {
    const reply = { parent_id: parent, reply_to_id: to || null }
    return {
      id,
      post_id,
      author_id,
      text,
      ...reply,
      like_count: 0,
      reply_count: 0,
      pinned: false,
      counted: true,
      created_at: at,
    }
  }
  const message = (id: unknown, conversation_id: unknown, seq: number, sender_id: string, post_id: unknown = null) => {
    const kind = post_id === null ? 'text' : 'post'
    return { id, conversation_id, seq, sender_id, kind, text: `message ${id}`, post_id, created_at: at }
  }
  const conversation = (id: unknown, kind: string, head_seq: number, direct_key: string | null = null) => {
    return { id, kind, title: '', direct_key, head_seq, created_at: at, last_message_at: at }
  }
  const member = (conversation_id: unknown, user_id: string) => {
    return { conversation_id, user_id, role: 'member', read_seq: 0, delivered_seq: 0, joined_at: at }
  }
  const notification = (id: unknown, user_id: string, kind: string, post_id: unknown, comment_id: unknown = null) => {
    const times = { opened_at: '2026-01-01', changed_at: at, told_at: at }
    return { id, user_id, kind, group_key: `${kind}:${id}`, post_id, comment_id, growing: false, ...times }
  }
  const media = (id: unknown, owner_id = o) => {
    return {
      id,
      owner_id,
      status: 'ready',
      alt_text: '',
      original_key: `${id}`,
      bytes: 1,
      created_at: at,
      unchecked: false,
    }
  }
  const entry = (user_id: string, stream: string, event: string, refs: object) => ({
    user_id,
    stream,
    seq: 1,
    event,
    refs,
    at,
  })
  const relation = standing === 'pending follower' ? 'requested' : 'following'
  const partner = v ?? t
  return {
    session: [
      {
        ...{ id: ids.session, user_id: o, refresh_number: 1, refreshed_at: at, user_agent: 'spare', ip: '192.0.2.7' },
        ...{ created_at: at, last_seen_at: at, expires_at: '2100-01-01' },
      },
    ],
    follow: [
      follow(o, t),
      follow(t, o),
      ...only(v => [follow(v, t), follow(o, v)]),
      ...only(v => (['stranger', 'blocked'].includes(standing) ? [] : [follow(v, o, relation)])),
    ],
    block: only(v => [
      ...(standing === 'blocked' ? [{ blocker_id: o, blocked_id: v, created_at: at }] : []),
      ...(standing === 'blocker' ? [{ blocker_id: v, blocked_id: o, created_at: at }] : []),
    ]),
    mute: only(v => [
      ...(standing === 'muted' ? [{ muter_id: o, muted_id: v, created_at: at }] : []),
      ...(standing === 'muter' ? [{ muter_id: v, muted_id: o, created_at: at }] : []),
    ]),
    dismissal: [],
    report: [],
    post: [
      post(ids.post, o, 'The owner’s'),
      unpublished,
      own(ids.draft, 'draft', { published_at: null }),
      own(ids.scheduled, 'scheduled', { published_at: null, publish_at: '2100-01-01' }),
      own(ids.archived, 'archived', { archived_at: at }),
      own(ids.deleted, 'deleted', { former_status: 'published', deleted_at: '2100-01-01' }),
      post(ids.thirdPost, t, 'A third’s'),
      post(ids.repost, t, 'Look at this', ids.post),
      ...only(v => [{ ...post(ids.viewerPost, v, 'Mine'), like_count: 1, comment_count: 1 }]),
    ],
    media: [
      media(ids.media),
      media(ids.spareMedia),
      media(ids.thirdMedia, t),
      ...only(v => [media(ids.viewerMedia, v)]),
    ],
    post_media: [
      { post_id: ids.post, position: 0, media_id: ids.media },
      { post_id: ids.thirdPost, position: 0, media_id: ids.thirdMedia },
      ...only(() => [{ post_id: ids.viewerPost, position: 0, media_id: ids.viewerMedia }]),
    ],
    photo_tag: [
      { post_id: ids.post, media_id: ids.media, user_id: t, x: 0.5, y: 0.5, created_at: at },
      { post_id: ids.thirdPost, media_id: ids.thirdMedia, user_id: o, x: 0.5, y: 0.5, created_at: at },
    ],
    tagged_user: [
      { post_id: ids.post, user_id: t, present: true, created_at: at },
      { post_id: ids.thirdPost, user_id: o, present: true, created_at: at },
      ...only(v => [{ post_id: ids.post, user_id: v, present: true, created_at: at }]),
    ],
    post_edit: [{ post_id: ids.post, caption: 'Before', written_at: at, created_at: at }].map(edit => {
      return { id: randomUUID(), media_ids: [ids.media], ...edit }
    }),
    post_like: [
      ...[ids.thirdPost, ...only(() => [{ id: ids.viewerPost }]).map(one => one.id)].map(post_id => [post_id, o]),
      [ids.post, v ?? o],
    ].map(([post_id, user_id]) => ({ post_id, user_id, created_at: at, counted: true })),
    post_hashtag: [{ post_id: ids.post, tag: 'dawn', published_at: at, counted: false }],
    hashtag_follow: [{ user_id: v ?? o, tag: 'dawn', created_at: at }],
    post_mention: [
      { post_id: ids.thirdPost, user_id: o, present: true, created_at: at },
      ...only(v => [{ post_id: ids.post, user_id: v, present: true, created_at: at }]),
    ],
    post_save: [{ post_id: ids.post, user_id: v ?? o, created_at: at }],
    hidden_activity: [],
    activity_clearing: [{ id: ids.clearing, user_id: o, kind: 'follow', before: at, removed: 0, done_at: at }],
    collection: [
      { id: ids.collection, owner_id: o, title: 'The owner’s', created_at: at },
      { id: ids.viewerCollection, owner_id: v ?? o, title: 'Mine', created_at: at },
    ],
    collection_post: [ids.collection, ids.viewerCollection].map(collection_id => {
      return { collection_id, post_id: ids.post, created_at: at }
    }),
    feed_entry: [{ owner_id: v ?? t, post_id: ids.post, author_id: o, published_at: at }],
    comment: [
      comment(ids.ownerComment, ids.thirdPost, o, 'The owner’s thread'),
      comment(ids.underOwner, ids.thirdPost, t, 'In the owner’s thread', ids.ownerComment, o),
      comment(ids.thirdComment, ids.thirdPost, t, 'A third’s thread'),
      comment(ids.ownerReply, ids.thirdPost, o, 'The owner in it', ids.thirdComment, t),
      comment(ids.answer, ids.thirdPost, t, 'To the owner', ids.thirdComment, o),
      comment(ids.onOwner, ids.post, t, 'A third under the owner’s'),
      ...only(v => [
        comment(ids.comment, ids.viewerPost, o, 'The owner under mine'),
        comment(ids.ownComment, ids.viewerPost, v, 'Mine under mine'),
        comment(ids.viewerComment, ids.post, v, 'Mine under the owner’s'),
        comment(ids.reply, ids.post, t, 'A third to me', ids.viewerComment, v),
      ]),
    ],
    comment_like: only(() => [{ comment_id: ids.ownComment, user_id: o, created_at: at, counted: true }]),
    conversation: [
      conversation(ids.direct, 'direct', 1, [o, partner].sort().join(':')),
      conversation(ids.group, 'group', 3),
      conversation(ids.elsewhere, 'group', 1),
    ],
    member: [
      ...[o, partner].map(user => member(ids.direct, user)),
      ...new Set([o, t, partner]).values().map(user => member(ids.group, user)),
      ...[o, t].map(user => member(ids.elsewhere, user)),
    ],
    message: [
      message(ids.directMessage, ids.direct, 1, o),
      message(ids.groupMessage, ids.group, 1, o),
      message(ids.thirdMessage, ids.group, 2, t),
      message(ids.sharedPost, ids.group, 3, t, ids.post),
      message(ids.elsewhereMessage, ids.elsewhere, 1, o),
    ],
    notification: only(v => [
      notification(ids.like, v, 'like', ids.viewerPost),
      notification(randomUUID(), v, 'comment', ids.viewerPost, ids.comment),
      notification(randomUUID(), v, 'comment_like', ids.viewerPost, ids.ownComment),
      notification(ids.about, v, 'reply', ids.post, ids.reply),
      notification(ids.mention, v, 'mention', ids.post),
      notification(ids.tag, v, 'tag', ids.post),
    ]),
    log_entry: only(v => [
      entry(v, 'messages', 'message.received', { messageId: ids.directMessage }),
      entry(v, 'notifications', 'notification.created', { notificationId: ids.like }),
      entry(v, 'users', 'follow.changed', { userId: o, relation: 'following' }),
    ]),
  }
}
