import { expect, it } from 'vitest'
import { newIdempotencyKey } from '#client'
import type { Image } from '#contract'
import { useApp } from '#support/app/use-app'
import { markDeleted } from '#support/people/change-account'
import { leave } from '#support/people/leaving'
import { moderator } from '#support/people/moderators'
import { clientOf, type Person, people } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { uploadWhole } from '#support/photos/uploads'
import { allPages } from '#support/transports/all-pages'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

/** Something of each kind that ann made and bob can see. */
async function reportables(ann: Person, bob: Person) {
  const { call } = ann.client
  const picture = await uploadWhole(ann.client, await photo(), 'A lamp')
  const { id: post } = await call('posts.create', { caption: 'Cheap lamps!', mediaIds: [picture.id] })
  const { id: comment } = await call('comments.create', { postId: post, text: 'Buy now' })
  const { id: conversationId } = await call('conversations.open', { usernames: [bob.name] })
  const { id: message } = await call('messages.send', { conversationId, text: 'Psst, lamps' })
  return { user: ann.id, post, comment, message }
}

const kinds = ['user', 'post', 'comment', 'message'] as const
const missing = { code: 'not_found' }

overBothTransports('a report', transport => {
  it('of a user, a post, a comment or a message is shown to moderators with its subject', async () => {
    const [[ann, bob], mod] = [await people(app, ['ann', 'bob'], transport), await moderator(app, transport)]
    const things = await reportables(ann, bob)
    for (const kind of kinds) {
      const made = await bob.client.call('users.report', { kind, id: things[kind], reason: 'spam', note: `A ${kind}` })
      expect(made).toEqual({ id: expect.any(String), status: 'open' })
    }
    const { items } = await mod.client.call('reports.list', { limit: 4 })
    expect(items.map(({ kind, targetId }) => [kind, targetId])).toEqual(
      [...kinds].reverse().map(kind => [kind, things[kind]]),
    )
    for (const report of items) {
      expect(report).toMatchObject({ reason: 'spam', note: `A ${report.kind}`, status: 'open', outcome: null })
      expect(report.reporter?.username).toBe(bob.name)
      expect(report.subject?.author.username).toBe(ann.name)
    }
    expect(items.map(report => report.subject?.text)).toEqual(['Psst, lamps', 'Buy now', 'Cheap lamps!', 'ann'])
    expect(items.map(report => report.subject?.images.length)).toEqual([0, 0, 1, 0])
  })

  it('of a message shows its photo at private URLs, as the message does', async () => {
    const [[ann, bob], mod] = [await people(app, ['ann', 'bob'], transport), await moderator(app, transport)]
    const { id: mediaId } = await uploadWhole(ann.client, await photo())
    const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
    const { id } = await ann.client.call('messages.send', { conversationId, mediaId })
    await bob.client.call('users.report', { kind: 'message', id, reason: 'nudity' })
    const { items } = await mod.client.call('reports.list', { limit: 1 })
    const urls = items[0]?.subject?.images.flatMap(image => image.variants.map(variant => variant.url)) ?? []
    expect(urls.length).toBeGreaterThan(0)
    for (const url of urls) {
      const response = await fetch(`http://127.0.0.1:${app.port}${url}`)
      expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'private, max-age=60'])
    }
  })

  it('shows moderators the photos of a suspended account, which nobody else sees, and not those of a deleted one', async () => {
    const [[ann, bob], mod] = [await people(app, ['ann', 'bob'], transport), await moderator(app, transport)]
    const { id: mediaId } = await uploadWhole(ann.client, await photo())
    const { id } = await ann.client.call('posts.create', { mediaIds: [mediaId] })
    const urlOf = (images: Image[] = []) => images[0]?.variants[0]?.url ?? 'none'
    const served = async (url: string) => (await fetch(`http://127.0.0.1:${app.port}${url}`)).status
    const seen = await bob.client.call('posts.get', { postId: id })
    const everybodys = urlOf(seen.media.flatMap(media => media.image ?? []))
    await bob.client.call('users.report', { kind: 'post', id, reason: 'nudity' })
    await mod.client.call('moderation.suspend', { username: ann.name, reason: 'nudity' })
    const { items } = await mod.client.call('reports.list', { limit: 1 })
    const moderators = urlOf(items[0]?.subject?.images)
    expect([await served(moderators), await served(everybodys)]).toEqual([200, 404])
    expect(await served(everybodys.replace('p=0', 'p=2'))).toBe(404)
    await markDeleted(app, ann)
    expect(await served(moderators)).toBe(404)
  })

  it('of content that the reporter cannot see is not found, and of their own content is rejected', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const things = await reportables(ann, bob)
    const report = (by: Person, kind: (typeof kinds)[number]) =>
      by.client.call('users.report', { kind, id: things[kind], reason: 'spam' })
    for (const kind of kinds) await expect(report(ann, kind), kind).rejects.toMatchObject({ code: 'invalid' })
    await ann.client.call('users.update', { isPrivate: true })
    for (const kind of ['post', 'comment', 'message'] as const) {
      await expect(report(cy, kind), kind).rejects.toMatchObject(missing)
    }
    await ann.client.call('users.block', { username: cy.name })
    await expect(report(cy, 'user')).rejects.toMatchObject(missing)
    // A post's id is no comment's.
    await expect(
      bob.client.call('users.report', { kind: 'comment', id: things.post, reason: 'spam' }),
    ).rejects.toMatchObject(missing)
    for (const id of Object.values(things)) {
      expect(await app.query('select 1 from report where target_id = ?', [id])).toEqual([])
    }
  })

  it('that is made again while it is open is the same one, and one per key', async () => {
    const [[ann, bob], mod] = [await people(app, ['ann', 'bob'], transport), await moderator(app, transport)]
    const idempotencyKey = newIdempotencyKey()
    const report = { kind: 'user', id: ann.id, reason: 'spam' } as const
    const first = await bob.client.call('users.report', { ...report, idempotencyKey })
    expect(await bob.client.call('users.report', { ...report, reason: 'again' })).toEqual(first)
    const many = await Promise.all(Array.from({ length: 5 }, () => bob.client.call('users.report', report)))
    expect(new Set(many.map(one => one.id))).toEqual(new Set([first.id]))
    await mod.client.call('reports.resolve', { reportId: first.id, outcome: 'dismissed' })
    expect(await bob.client.call('users.report', { ...report, idempotencyKey })).toEqual({
      id: first.id,
      status: 'resolved',
    })
    const next = await bob.client.call('users.report', report)
    expect(next.id).not.toBe(first.id)
    await expect(
      bob.client.call('users.report', { ...report, note: 'another body', idempotencyKey }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is resolved once, and the audit log records it', async () => {
    const [[ann, bob], mod] = [await people(app, ['ann', 'bob'], transport), await moderator(app, transport)]
    const { id: reportId } = await bob.client.call('users.report', { kind: 'user', id: ann.id, reason: 'rude' })
    const resolved = await mod.client.call('reports.resolve', { reportId, outcome: 'acted', reason: 'Talked to them' })
    expect(resolved).toMatchObject({
      id: reportId,
      status: 'resolved',
      outcome: 'acted',
      resolvedAt: expect.any(String),
    })
    await expect(mod.client.call('reports.resolve', { reportId, outcome: 'dismissed' })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(mod.client.call('reports.resolve', { reportId: ann.id, outcome: 'dismissed' })).rejects.toMatchObject(
      missing,
    )
    const [entry, ...others] = (await mod.client.call('moderation.audit', { limit: 5 })).items
    expect(entry).toMatchObject({
      act: 'resolve_report',
      targetKind: 'report',
      targetId: reportId,
      reason: 'Talked to them',
      moderator: { username: mod.name },
    })
    expect(others.map(other => other.targetId)).not.toContain(reportId)
    const ids = async (status: 'open' | 'resolved') =>
      (await allPages(cursor => mod.client.call('reports.list', { status, limit: 2, ...cursor })))
        .flat()
        .map(one => one.id)
    expect(await ids('open')).not.toContain(reportId)
    expect(await ids('resolved')).toContain(reportId)
  })

  it('of content that is gone has no subject', async () => {
    const [[ann, bob], mod] = [await people(app, ['ann', 'bob'], transport), await moderator(app, transport)]
    const things = await reportables(ann, bob)
    for (const kind of kinds) await bob.client.call('users.report', { kind, id: things[kind], reason: 'spam' })
    await ann.client.call('comments.delete', { commentId: things.comment })
    const subjects = async () =>
      Object.fromEntries(
        (await mod.client.call('reports.list', { limit: 4 })).items.map(({ kind, subject }) => [kind, subject?.text]),
      )
    expect(await subjects()).toMatchObject({ user: 'ann', post: 'Cheap lamps!', comment: undefined })
    await leave(ann)
    expect(Object.values(await subjects())).toEqual([undefined, undefined, undefined, undefined])
  })
})

it('a reported user learns nothing of the report', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  await bob.client.call('users.report', { kind: 'user', id: ann.id, reason: 'spam' })
  expect((await ann.client.call('notifications.list', {})).items).toEqual([])
  expect(await app.query('select 1 from log_entry where user_id = ?', [ann.id])).toEqual([])
  await expect(clientOf(app).call('users.report', { kind: 'user', id: ann.id, reason: 'spam' })).rejects.toMatchObject({
    code: 'unauthenticated',
  })
})
