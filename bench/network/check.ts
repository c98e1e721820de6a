import { Client } from 'pg'
import type { App } from '#app'
import { createCredentials } from '#auth/credentials'
import { createClient, type HeliographClient } from '#client'
import type { InputOf, OperationName } from '#contract'
import { tokensOf } from '#domain/accounts/issue-tokens'
import { planning } from '#platform/database'
import { rowsReadBy, statementsOf } from '../support/rows-read.ts'
import { idOfPerson, idOfPost, isPrivate, nameOf, tagAt } from './load.ts'
import type { Network } from './network.ts'

export type Reading = {
  operation: string
  viewer: string
  page: 'first' | 'second'
  rows: number
  bound: number
  tables: Record<string, number>
}

/** Rows that each item of a page may take, of all tables together: the row, its author, photos, counts, relations. */
const perItem = 60
/** Rows for each person or hashtag that the viewer follows, where a list merges what they have published. */
const perFollowed = 4

/** What the lists are asked for: the most followed account, the most liked and most discussed posts, the most used hashtag. */
function inputsOf(network: Network) {
  const most = (counts: Uint32Array) =>
    counts.reduce((best, count, place) => {
      const isOpen = !isPrivate(network.authors[place] ?? 0)
      return isOpen && count > (counts[best] ?? 0) ? place : best
    }, 0)
  const username = nameOf(0)
  const liked = idOfPost(network, most(network.likes))
  const discussed = idOfPost(network, most(network.comments))
  const tag = tagAt(0)
  return [
    ['feed.home', {}],
    ['users.posts', { username }],
    ['users.tagged', { username }],
    ['users.followers', { username }],
    ['users.following', { username }],
    ['users.followRequests', {}],
    ['users.blocked', {}],
    ['users.muted', {}],
    ['posts.likers', { postId: liked }],
    ['posts.liked', {}],
    ['posts.saved', {}],
    ['posts.drafts', {}],
    ['posts.scheduled', {}],
    ['posts.archived', {}],
    ['posts.deleted', {}],
    ['posts.pending', {}],
    ['comments.list', { postId: discussed }],
    ['comments.list', { postId: discussed, order: 'top' }],
    ['collections.list', {}],
    ['hashtags.posts', { tag }],
    ['hashtags.following', {}],
    ['conversations.list', {}],
    ['notifications.list', {}],
    ['activity.mine', {}],
    ['activity.mine', { kind: 'received' }],
    ['auth.sessions', {}],
  ] as [OperationName, Record<string, unknown>][]
}

/**
 * Reads two pages of every list as people who follow few and very many, and counts the rows that PostgreSQL reads for each:
 * they must be bounded by the page and by how many people and hashtags the viewer follows.
 */
export async function readLists(app: App, databaseUrl: string, network: Network, options = ''): Promise<Reading[]> {
  const client = new Client({ connectionString: databaseUrl, options: `${planning} ${options}` })
  await client.connect()
  const readings: Reading[] = []
  try {
    for (const viewer of viewersOf(network)) {
      const as = await signedIn(app, client, network, viewer)
      const { rows } = await client.query<{ count: number }>(
        'select count(*)::int from hashtag_follow where user_id = $1',
        [idOfPerson(network, viewer)],
      )
      const followed = (network.followed[viewer]?.length ?? 0) + (rows[0]?.count ?? 0)
      for (const [operation, input] of inputsOf(network)) {
        let cursor: string | undefined
        for (const page of ['first', 'second'] as const) {
          let items = 0
          const sent = await statementsOf(async () => {
            const output = (await as.call(operation, {
              ...input,
              ...(cursor && { cursor }),
            } as InputOf<OperationName>)) as Page
            items = output.items.length
            cursor = output.nextCursor ?? undefined
          })
          const read = await rowsReadBy(client, sent)
          readings.push({
            ...{ operation: [operation, input.order ?? input.kind].filter(Boolean).join(' '), page },
            viewer: `follows ${followed}`,
            rows: [...read.values()].reduce((sum, rows) => sum + rows, 0),
            bound: (items + 1) * perItem + (mergesFollowed.has(operation) ? followed * perFollowed : 0),
            tables: Object.fromEntries(read),
          })
          if (cursor === undefined) break
        }
      }
      as.close()
    }
  } finally {
    await client.end()
  }
  return readings
}

type Page = { items: unknown[]; nextCursor: string | null }

const mergesFollowed = new Set<string>(['feed.home', 'posts.likers', 'users.followers', 'users.following'])

/** Those who follow the most, about 200, and the fewest. */
function viewersOf({ followed, sizes }: Network) {
  const byCount = Array.from({ length: sizes.people }, (_, place) => place).sort(
    (a, b) => (followed[a]?.length ?? 0) - (followed[b]?.length ?? 0),
  )
  const some = byCount.find(place => (followed[place]?.length ?? 0) >= 200)
  return [...new Set([byCount[0], some, byCount.at(-1)])].filter(place => place !== undefined)
}

export async function signedIn(app: App, client: Client, network: Network, person: number): Promise<HeliographClient> {
  const { rows } = await client.query<{ id: string; expiresAt: Date }>(
    `insert into session (user_id, expires_at) values ($1, now() + interval '1 day') returning id, expires_at as "expiresAt"`,
    [idOfPerson(network, person)],
  )
  const [session] = rows
  if (!session) throw new Error('The session was not written.')
  const credentials = createCredentials(app.config.jwtSecrets)
  const tokens = tokensOf(
    { ...session, userId: idOfPerson(network, person), deviceId: session.id, refreshNumber: 1 },
    'done',
    credentials,
  )
  return createClient({ url: `http://127.0.0.1:${app.port}`, transport: 'http', tokens })
}

/** The lists that are not read here, and why. */
export const notRead: Partial<Record<OperationName, string>> = {
  'users.suggested': 'of one page',
  'users.search': 'of one page',
  'hashtags.search': 'of one page',
  'posts.history': 'of the edits of one post',
  'comments.replies': 'like comments.list',
  'collections.posts': 'of the own collections',
  'messages.list': 'of the own conversations',
  'reports.list': 'for moderators',
  'moderation.audit': 'for moderators',
}
