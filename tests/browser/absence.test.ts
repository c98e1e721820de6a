import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { desktop, phone, signIn, usePages } from '#support/browser/use-pages'
import { until } from '#support/events/next-event'
import { type Line, openLine } from '#support/faults/line'
import { crowd } from '#support/people/crowd'
import { people, person } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { fileOf, uploadWhole } from '#support/photos/uploads'

const { app, openPage } = usePages()
let line: Line
beforeAll(async () => {
  line = await openLine(app.port)
})
afterAll(() => line.close())

/** A page whose connection to the server can be cut. */
const openFar = (like: BrowserContextOptions) => openPage({ ...like, baseURL: line.url })

const numbered = (count: number, word: string) => Array.from({ length: count }, (_, n) => `${word} ${n + 1}.`)

it('all posts published while the page is offline can be reached', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  await bob.client.call('users.follow', { username: ann.name })
  for (const caption of numbered(12, 'Before')) await ann.client.call('posts.create', { caption })
  const { page } = await openFar(phone)
  await signIn(page, bob.name)
  await page.getByText('Before 12.').waitFor()

  line.cut()
  for (const caption of numbered(25, 'Away')) await ann.client.call('posts.create', { caption })
  line.mend()
  const pill = page.getByRole('button', { name: 'New posts' })
  await pill.waitFor()
  await scrollToEnd(page, () => page.getByText('Before 1.', { exact: true }).count())
  expect(await page.getByText('all caught up').count(), 'not while new posts wait').toBe(0)
  await pill.click()
  await page.getByText('Away 25.').waitFor()
  await scrollToEnd(page, () => page.getByText('all caught up').count())
  const captions = await page.locator('article p.whitespace-pre-wrap').allTextContents()
  expect(captions).toEqual([...numbered(12, 'Before'), ...numbered(25, 'Away')].reverse())
})

it('posts that move up when one is removed are not new', async () => {
  const ann = await person(app, 'ann')
  for (const caption of numbered(12, 'Before')) await ann.client.call('posts.create', { caption })
  const { page, faults } = await openPage(desktop)
  await signIn(page, ann.name)
  await page.getByText('Before 12.').waitFor()
  const [newest] = (await ann.client.call('feed.home', { limit: 1 })).items
  await ann.client.call('posts.delete', { postId: newest?.id ?? '' })
  await page.getByText('Before 12.').waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'Search' }).click()
  await page.getByRole('link', { name: 'Home' }).click()
  await page.getByText('Before 11.').waitFor()
  await ann.client.call('posts.create', { caption: 'After' })
  await page.getByRole('button', { name: 'New post', exact: true }).click()
  await page.getByText('After').waitFor()
  await scrollToEnd(page, () => page.getByText('all caught up').count())
  const captions = await page.locator('article p.whitespace-pre-wrap').allTextContents()
  expect(captions).toEqual([...numbered(11, 'Before'), 'After'].reverse())
  expect(faults).toEqual([])
})

it('an open post and an open conversation have no gap after an absence, and keep what they had', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Last light' })
  const comment = async (text: string) => ann.client.call('comments.create', { postId, text })
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  const write = async (text: string) => ann.client.call('messages.send', { conversationId, text })
  for (const text of numbered(3, 'Before')) await Promise.all([comment(text), write(text)])
  const { page, context } = await openFar(desktop)
  await signIn(page, bob.name)
  await page.goto(`/p/${postId}`)
  const thread = await context.newPage()
  await thread.goto(`/messages/${conversationId}`)
  const comments = page.getByRole('list', { name: 'Comments' }).getByRole('listitem')
  const messages = thread.getByRole('list', { name: 'Messages' }).getByRole('listitem')
  await comments.getByText('Before 3.').waitFor()
  await messages.getByText('Before 3.').waitFor()
  const gone = await bob.client.call('comments.list', { postId })

  line.cut()
  await ann.client.call('comments.delete', { commentId: gone.items[1]!.id })
  const inTurn = async (run: (text: string) => Promise<unknown>) => {
    for (const text of numbered(45, 'Away')) await run(text)
  }
  await Promise.all([inTurn(comment), inTurn(write)])
  // As after an absence that is longer than the log goes back.
  await app.query(`delete from log_entry where user_id = ? and stream = 'messages'`, [bob.id])
  line.mend()
  await comments.getByText('Away 45.').waitFor()
  const more = page.getByRole('button', { name: 'More comments' })
  for (const shown of [40, 47]) {
    await more.click()
    await until(
      () => comments.count(),
      count => count === shown,
      15_000,
    )
  }
  expect(await comments.locator('p:first-child').allTextContents()).toEqual(
    [...numbered(1, 'Before'), 'Before 3.', ...numbered(45, 'Away')].map(text => `${ann.name} ${text}`).reverse(),
  )
  await messages.getByText('Away 45.').waitFor()
  await thread.getByRole('list', { name: 'Messages' }).hover()
  await until(
    async () => {
      await thread.mouse.wheel(0, -5_000)
      return messages.filter({ hasText: /Before|Away/ }).allTextContents()
    },
    texts => texts.length === 48,
    15_000,
  )
})

it('all conversations are listed page by page', async () => {
  const bob = await person(app, 'bob')
  const others = await crowd(app, 55)
  await Promise.all(
    others.map(async ({ name }) => {
      const { id: conversationId } = await bob.client.call('conversations.open', { usernames: [name] })
      await bob.client.call('messages.send', { conversationId, text: `To ${name}.` })
    }),
  )
  const { page } = await openPage(phone)
  await signIn(page, bob.name)
  await page.goto('/messages')
  const rows = page.getByRole('region', { name: 'Conversations' }).getByRole('listitem')
  await rows.first().waitFor()
  await until(
    async () => {
      await rows.last().scrollIntoViewIfNeeded()
      return rows.count()
    },
    count => count === others.length,
    15_000,
  )
})

it('pages opened without a connection say so, and load by themselves when it is back', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  await bob.client.call('users.follow', { username: ann.name })
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Last light' })
  await ann.client.call('comments.create', { postId, text: 'What a sky!' })
  const { id } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  await ann.client.call('messages.send', { conversationId: id, text: 'Tomorrow at six?' })
  const { page: first, context } = await openFar(desktop)
  await signIn(first, bob.name)
  const visits: [string, (page: Page) => Promise<unknown>, string][] = [
    ['/messages', page => page.getByRole('link', { name: 'Tomorrow at six?' }).click(), 'Sent'],
    ['/', page => page.getByRole('link', { name: ann.name }).first().click(), 'Last light'],
    ['/', page => page.getByRole('button', { name: '1 like: see who' }).click(), ann.name],
    ['/', page => page.getByRole('link', { name: /^Notifications/ }).click(), 'New sign-in'],
    ['/', page => page.getByRole('link', { name: 'Settings' }).click(), 'Devices'],
    ['/search', page => page.getByRole('searchbox').fill(ann.name), ann.name],
    [`/${bob.name}?tab=saved`, page => page.getByRole('tab', { name: 'Posts' }).click(), 'No posts yet'],
  ]
  await ann.client.call('posts.like', { postId })
  const opened = await Promise.all(
    visits.map(async ([path]) => {
      const page = await context.newPage()
      await page.goto(path)
      await page
        .getByRole('main')
        .getByText(/Last light|Tomorrow|Nothing saved yet|Suggested/)
        .first()
        .waitFor()
      return page
    }),
  )
  line.cut()
  await Promise.all(
    visits.map(async ([, open], index) => {
      const page = opened[index]!
      await open(page)
      await page.getByRole('alert').getByRole('button', { name: 'Try again' }).first().waitFor()
    }),
  )
  line.mend()
  await Promise.all(
    visits.map(async ([path, , there], index) => {
      const page = opened[index]!
      const place = page.getByRole('dialog').or(page.getByRole('main')).last()
      if (path === '/messages')
        await page.getByRole('list', { name: 'Messages' }).getByText('Tomorrow at six?').waitFor()
      else await place.getByText(there).first().waitFor()
      await page.getByRole('button', { name: 'Try again' }).waitFor({ state: 'detached' })
    }),
  )
})

it('pictures that fail to load appear when they can, and a face shows initials until then', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  await bob.client.call('users.follow', { username: ann.name })
  const { id: mediaId } = await uploadWhole(ann.client, await photo(), 'Four fields')
  await ann.client.setPhoto(fileOf(await photo()))
  await until(
    () => ann.client.call('users.me', {}),
    account => account.photo !== null,
    20_000,
  )
  const { media } = await ann.client.call('posts.create', { mediaIds: [mediaId] })
  const { page } = await openFar(phone)
  let away = true
  await page.route('**/media/**', route => (away ? route.abort() : route.continue()))
  // As if the feed had been open for so long that the addresses of the photo have expired.
  await page.route('**/v1/feed*', async route => {
    const answer = await route.fetch()
    const urls = media[0]?.image?.variants.map(each => each.url) ?? []
    const body = urls.reduce((text, url) => text.replaceAll(url, `${url}x`), await answer.text())
    await route.fulfill({ response: answer, body })
  })
  await signIn(page, bob.name)
  const card = page.getByRole('article')
  const picture = card.getByAltText('Four fields')
  const face = card.locator('header img')
  for (const each of [picture, face])
    await until(
      () => look(each),
      now => now === 'hidden',
      15_000,
    )
  expect(await card.locator('header a').first().textContent()).toBe('A')

  line.cut()
  away = false
  line.mend()
  for (const each of [picture, face])
    await until(
      () => look(each),
      now => now === 'shown',
      30_000,
    )
  expect(await card.locator('header a').first().textContent()).toBe('')
})

it('a failing server is distinguished from missing content, and asked again', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { id } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  await ann.client.call('messages.send', { conversationId: id, text: 'Tomorrow at six?' })
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Last light' })
  const { page } = await openPage(phone)
  await signIn(page, bob.name)
  // Over sockets the calls would not fail.
  await page.routeWebSocket(/socket\.io/, socket => socket.close())
  await page.route('**/socket.io/**', route => route.abort())
  const failing = /\/v1\/(conversations|posts|users|notifications)\b/
  const answer = { status: 500, json: { code: 'internal', detail: 'Something failed.' } }
  for (const [path, there] of [
    [`/messages/${id}`, 'Tomorrow at six?'],
    [`/p/${postId}`, 'Last light'],
    [`/${ann.name}`, 'Last light'],
    ['/notifications', 'New sign-in'],
  ] as const) {
    await page.route(failing, route => route.fulfill(answer))
    await page.goto(path)
    const again = page.getByRole('button', { name: 'Try again' }).first()
    await again.waitFor()
    expect(await page.getByText('Page not found').count(), path).toBe(0)
    await page.unroute(failing)
    await again.click()
    await page.getByRole('main').getByText(there).filter({ visible: true }).last().waitFor()
  }
  for (const path of [`/messages/${postId}`, `/p/${id}`, '/nobody.at.all', '/p/seven']) {
    await page.goto(path)
    await page.getByText('Page not found').waitFor()
  }
})

const look = (picture: Locator) =>
  picture.evaluate(image => {
    const { complete, naturalWidth } = image as HTMLImageElement
    if (getComputedStyle(image).opacity === '0') return 'hidden'
    return complete && naturalWidth === 0 ? 'broken' : 'shown'
  })

/** Scrolls on until something is there. */
async function scrollToEnd(page: Page, find: () => Promise<number>) {
  await until(
    async () => {
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)')
      return find()
    },
    found => found > 0,
    30_000,
  )
}
