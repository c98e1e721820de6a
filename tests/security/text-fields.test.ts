import { beforeAll, describe, expect, it } from 'vitest'
import type { Operation } from '#contract'
import { useApp } from '#support/app/use-app'
import { signUpAt } from '#support/people/sign-ups'
import { photo } from '#support/photos/photo'
import { fileOf } from '#support/photos/uploads'
import { makeWorld, type World } from '#support/security/world'
import { contractOperations, fieldsOf, inTurns, show } from '#support/transports/contract-calls'
import { ask } from '#support/transports/http'

const app = useApp()
let world: World
beforeAll(async () => {
  world = await makeWorld(app)
})

const texts = [
  `' or 1=1--`,
  `'; drop table users; --`,
  `$$ $1 \${7*7} {{7*7}} <%= 7*7 %> #{7*7} %s %n`,
  `100% _ \\ \\' \\u0000 \\x00`,
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  'javascript:alert(1)',
  '</title><svg/onload=alert(1)> &amp; &lt;',
  '__proto__',
  '{"$ne":null}',
  '=cmd|calc!A1',
  '../../etc/passwd',
  'i̇ İ ı ß ﬁ Å Å',
  '👩‍👩‍👧‍👦 🏳️‍🌈',
  'علی‌رضا ශ්‍රී',
]
/** Where lines may break and marks may pile up, besides. */
const freely = ['a\r\nBcc: x@example.org\r\n\r\nx', '\ufeffx', 'a\u0085b', 'a\u202eb\u200bc', `a${'\u0301'.repeat(20)}`]
/** What PostgreSQL or JSON cannot carry. */
const impossible = ['\0', 'a\0b', '\ud800', 'a\udc00b']

type Way = (value: string) => Promise<unknown>
type Row = Record<string, unknown>
type Answered = Row & { items: Row[]; location: Row; user: Row }
const http = async (
  method: string,
  path: string,
  body: object | undefined,
  token = world.ann.client.tokens?.accessToken,
) => {
  const { status, body: answer } = await ask(app, method, path, { token: token ?? '', ...(body && { body }) })
  if (status >= 300) throw Object.assign(new Error(String(answer.detail)), { status, code: answer.code })
  return answer as Answered
}
const asMo = () => world.mo.client.tokens?.accessToken
const fieldOf = (method: string, path: (thing: Record<string, unknown>) => string, field: string, more = {}): Way => {
  return async value => (await http(method, path(world.things), { ...more, [field]: value }))[field]
}
const me = (field: string) => fieldOf('PATCH', () => '/v1/me', field)
/** What a moderator gives as the reason for an act is in the audit table. */
const reasoned =
  (act: (reason: string) => Promise<unknown>): Way =>
  async reason => {
    await act(reason)
    const { items } = await http('GET', '/v1/moderation/audit?limit=1', undefined, asMo())
    return items[0]?.reason
  }
const newPost = async () => (await world.bob.client.call('posts.create', { caption: 'x' })).id
const newReport = async () => {
  const { id } = await world.ann.client.call('users.report', { kind: 'post', id: await newPost(), reason: 'spam' })
  return id
}
const reported = async (field: 'reason' | 'note', value: string) => {
  const target = { kind: 'post', id: await newPost(), reason: 'spam', [field]: value }
  await http('POST', '/v1/reports', target)
  const { items } = await http('GET', '/v1/moderation/reports?limit=100', undefined, asMo())
  const found = items.find(report => report.targetId === target.id)
  return found?.[field]
}
const form = async (text: string, field: string) => {
  const part = (name: string, more = '') => `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`
  const body = [part(field), text, '\r\n', part('file', '; filename="a.jpg"'), await photo(), '\r\n--x--\r\n']
  return Buffer.concat(body.map(piece => Buffer.from(piece)))
}

const newPhoto = async () => (await world.ann.client.upload(fileOf(await photo({ width: 60, height: 40 })))).id
type Described = { media: { altText: string }[] }

/** Text that is shown again: how to write it and read it back. */
const kept: Record<string, Way> = {
  'posts.create.caption': fieldOf('POST', () => '/v1/posts', 'caption'),
  'posts.create.location.name': async name =>
    (await http('POST', '/v1/posts', { caption: 'x', location: { name } })).location.name,
  'posts.edit.caption': async caption => {
    const { id } = await http('POST', '/v1/posts', { caption: 'x' })
    return (await http('PATCH', `/v1/posts/${id}`, { caption })).caption
  },
  'posts.edit.location.name': async name => {
    const { id } = await http('POST', '/v1/posts', { caption: 'x' })
    return (await http('PATCH', `/v1/posts/${id}`, { location: { name } })).location.name
  },
  'posts.create.altTexts': async text => {
    const body = { mediaIds: [await newPhoto()], altTexts: [text] }
    return ((await http('POST', '/v1/posts', body)) as Row as Described).media[0]?.altText
  },
  'posts.edit.altTexts': async text => {
    const { id } = await http('POST', '/v1/posts', { mediaIds: [await newPhoto()] })
    return ((await http('PATCH', `/v1/posts/${id}`, { altTexts: [text] })) as Row as Described).media[0]?.altText
  },
  'collections.create.title': async title => {
    const { id, title: written } = await http('POST', '/v1/me/collections', { title })
    await http('DELETE', `/v1/me/collections/${id}`, {})
    return written
  },
  'collections.update.title': async title => {
    const { id } = await http('POST', '/v1/me/collections', { title: 'x' })
    const { title: written } = await http('PATCH', `/v1/me/collections/${id}`, { title })
    await http('DELETE', `/v1/me/collections/${id}`, {})
    return written
  },
  'comments.create.text': fieldOf('POST', ({ postId }) => `/v1/posts/${postId}/comments`, 'text'),
  'comments.edit.text': async text => {
    const { id } = await http('POST', `/v1/posts/${world.things.postId}/comments`, { text: 'x' })
    return (await http('PATCH', `/v1/comments/${id}`, { text })).text
  },
  'messages.send.text': fieldOf('POST', ({ conversationId }) => `/v1/conversations/${conversationId}/messages`, 'text'),
  'posts.share.text': async text => {
    const { postId, conversationId } = world.things
    const body = { conversationIds: [conversationId], text }
    return ((await http('POST', `/v1/posts/${postId}/share`, body)).messages as { text: string }[])[0]?.text
  },
  'conversations.open.title': async title => {
    const usernames = [world.bob.name, world.mo.name]
    return (await http('POST', '/v1/conversations', { usernames, title })).title
  },
  'users.update.bio': me('bio'),
  'users.setSettings.hiddenWords': async word =>
    ((await http('PATCH', '/v1/me/settings', { hiddenWords: [word] })).hiddenWords as unknown as string[])[0],
  'media.upload.altText': async text => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    const token = world.ann.client.tokens?.accessToken ?? ''
    const answer = await ask(app, 'POST', '/v1/media', { token, headers, body: await form(text, 'altText') })
    return answer.body.altText
  },
  'media.update.altText': async altText => (await http('PATCH', `/v1/media/${await newPhoto()}`, { altText })).altText,
  'users.report.reason': value => reported('reason', value),
  'users.report.note': value => reported('note', value),
  'reports.resolve.reason': reasoned(async reason =>
    http('POST', `/v1/moderation/reports/${await newReport()}/resolve`, { outcome: 'acted', reason }, asMo()),
  ),
  'moderation.removePost.reason': reasoned(async reason =>
    http('DELETE', `/v1/moderation/posts/${await newPost()}`, { reason }, asMo()),
  ),
  'moderation.removeComment.reason': reasoned(async reason => {
    const { id } = await world.bob.client.call('comments.create', { postId: await newPost(), text: 'x' })
    await http('DELETE', `/v1/moderation/comments/${id}`, { reason }, asMo())
  }),
  'moderation.suspend.reason': reasoned(async reason => {
    await http('DELETE', `/v1/moderation/users/${world.spare.username}/suspension`, {}, asMo())
    await http('PUT', `/v1/moderation/users/${world.spare.username}/suspension`, { reason }, asMo())
  }),
  'moderation.restore.reason': reasoned(async reason => {
    await http('PUT', `/v1/moderation/users/${world.spare.username}/suspension`, {}, asMo())
    await http('DELETE', `/v1/moderation/users/${world.spare.username}/suspension`, { reason }, asMo())
  }),
}

/** Names that people read: as they were written, but with nothing in them that hides or reorders. */
const names: Record<string, Way> = {
  'users.update.fullName': me('fullName'),
  'users.update.pronouns': me('pronouns'),
  'auth.complete.fullName': async fullName => {
    signUp ??= signUpAt(app, 'profile')
    const { username, accessToken } = await signUp
    const profile = { username, password: 'a long enough passphrase', fullName }
    const answer = await http('POST', '/v1/auth/complete', profile, accessToken)
    signUp = null
    return answer.user.fullName
  },
}
/** The next one that has no profile yet: an error leaves it so. */
let signUp: ReturnType<typeof signUpAt> | null = null

/** Words that are looked for: nothing in them is a pattern. */
const sought: Record<string, Way> = {
  'users.search.q': async q => (await http('GET', `/v1/search/users?q=${encodeURIComponent(q)}`, undefined)).items,
  'hashtags.search.q': async q =>
    (await http('GET', `/v1/search/hashtags?q=${encodeURIComponent(q)}`, undefined)).items,
  'users.followers.q': async q =>
    (await http('GET', `/v1/users/${world.bob.name}/followers?q=${encodeURIComponent(q)}`, undefined)).items,
  'users.following.q': async q =>
    (await http('GET', `/v1/users/${world.bob.name}/following?q=${encodeURIComponent(q)}`, undefined)).items,
}

/** What is never shown again: compared, hashed, or the name of what is asked for. hostile-input.test.ts tries these. */
const compared =
  /\.(username|usernames|login|password|newPassword|currentPassword|totp|deviceToken|refreshToken|contact|code|website|tag)$/
/** A sign-up that brings its profile at once is a sign-up and `auth.complete`. */
const asElsewhere = ['auth.signUp.fullName']

it('every text input of an operation is stored, a name, searched for or compared', () => {
  const isFree = ({ schema }: { schema: Field }) =>
    schema.type === 'string' && !schema.format && !schema.enum && !schema.pattern
  type Field = { type?: string; format?: string; enum?: unknown[]; pattern?: string }
  const all = contractOperations.flatMap(([name, operation]: [string, Operation]) =>
    fieldsOf(operation)
      .filter(isFree)
      .map(({ path }) => [name, ...path].join('.')),
  )
  const known = [kept, names, sought].flatMap(Object.keys)
  const rest = all.filter(field => !known.includes(field) && !asElsewhere.includes(field) && !compared.test(field))
  expect(rest, 'Each of these takes text: name it in `kept`, `names` or `sought`').toEqual([])
  expect(known.filter(field => !all.includes(field))).toEqual([])
})

describe('text is stored as written, whatever it means to SQL, HTML, a template or a shell, in', () => {
  it.each(Object.entries(kept))('%s', async (field, way) => {
    // One form carries only what is ASCII or UTF-8, and lines as they are.
    await inTurnsOf(field, [...texts, ...freely], async text => expect(await way(text)).toBe(text))
  })

  it.each(Object.entries(names))('%s', async (field, way) => {
    const short = texts.filter(text => text.length <= 40)
    await inTurnsOf(field, field.startsWith('auth.') ? short.slice(-4) : short, async text =>
      expect(await way(text)).toBe(text),
    )
  })
})

describe('a name contains nothing hidden and no line break in', () => {
  it.each(Object.entries(names))('%s', async (_, way) => {
    const hiding = [
      'a\r\nBcc: x@example.org',
      '\ufeffx',
      'a\u0085b',
      'a\u202eb',
      'a\u200bb',
      `a${'\u0301'.repeat(20)}`,
      ' ',
      'a\tb',
    ]
    for (const name of [...hiding, ...impossible])
      await expect(way(name)).rejects.toMatchObject({ status: 422, code: 'invalid' })
  })
})

describe('text that cannot be stored is rejected, and none of it is stored, in', () => {
  it.each(Object.entries(kept).filter(([field]) => !field.startsWith('media.')))('%s', async (_, way) => {
    for (const text of impossible) await expect(way(text)).rejects.toMatchObject({ status: 422, code: 'invalid' })
  })
})

describe('a search term is used literally in', () => {
  it.each(Object.entries(sought))('%s', async (_, way) => {
    // Who is looked for exists, so a pattern that was heeded would find them.
    await world.ann.client.call('users.follow', { username: world.bob.name })
    for (const pattern of ['%', '_', '%%', '___', '\\', '.*', '^', '[b-d]', "' or 1=1--", "%' escape '"])
      expect([show(pattern), await way(pattern)]).toEqual([show(pattern), []])
    for (const text of impossible.slice(0, 1)) await expect(way(text)).rejects.toMatchObject({ status: 422 })
  })
})

/** At once where nothing is read back from a common place. */
const inTurnsOf = (field: string, list: string[], work: (text: string) => Promise<void>) =>
  /^(moderation|reports|users\.(update|setSettings)|auth)/.test(field)
    ? list.reduce((before, text) => before.then(() => work(text)), Promise.resolve())
    : inTurns(list, work)
