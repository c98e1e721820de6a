import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { desktop, phone, signIn, usePages } from '#support/browser/use-pages'
import { makeModerator } from '#support/people/change-account'
import { password, people } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { uploadWhole } from '#support/photos/uploads'

const { app, openPage } = usePages()

const wide = 'W'.repeat(300)
const url = `https://example.org/${'long-path-without-an-end/'.repeat(6)}?q=${'x'.repeat(20)}`
const chinese = '夕焼けの灯台からの眺めはとても美しいです'.repeat(8)
const german = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
const said = [`${url} ${wide}`, chinese, `#${german} @${wide.slice(0, 30)} ${german}`, '👨‍👩‍👧‍👦'.repeat(40)]

it('no text makes a page wider than the screen or a card wider than its column, even at twice the text size', async () => {
  const [ann, bob, cy] = await people(app, [`a${wide.slice(0, 24)}`.toLowerCase(), 'bob', 'cy'])
  await ann.client.call('users.update', {
    fullName: wide.slice(0, 60),
    bio: `${url.slice(0, 140)}`,
    pronouns: wide.slice(0, 40),
    website: url.slice(0, 190),
  })
  await bob.client.call('users.follow', { username: ann.name })
  await ann.client.call('users.follow', { username: bob.name })
  await cy.client.call('users.update', { isPrivate: true })
  await makeModerator(app, bob)
  const ids: string[] = []
  for (const text of said) {
    const location = { name: (ids.length % 2 ? chinese : wide).slice(0, 100) }
    const { id: postId } = await ann.client.call('posts.create', { caption: text, location })
    ids.push(postId)
    const { id: parentId } = await ann.client.call('comments.create', { postId, text })
    await ann.client.call('comments.create', { postId, parentId, text: wide })
    await bob.client.call('posts.like', { postId })
  }
  const { id: mediaId } = await uploadWhole(bob.client, await photo(), wide)
  const { id: own } = await bob.client.call('posts.create', { caption: wide, mediaIds: [mediaId] })
  for (const text of said) await ann.client.call('comments.create', { postId: own, text })
  await ann.client.call('users.report', { kind: 'post', id: own, reason: wide.slice(0, 60), note: wide })
  await bob.client.call('users.report', { kind: 'post', id: ids[0]!, reason: german.slice(0, 60), note: chinese })
  const usernames = [bob.name, cy.name]
  const group = await ann.client.call('conversations.open', { usernames, title: wide.slice(0, 100) })
  const direct = await ann.client.call('conversations.open', { usernames: [bob.name] })
  for (const { id: conversationId } of [group, direct]) {
    for (const text of said) await ann.client.call('messages.send', { conversationId, text })
  }
  await ann.client.call('messages.send', { conversationId: group.id, postId: ids[0]!, text: wide })

  const { page, faults } = await openPage(phone)
  await signIn(page, bob.name)
  const visits: [path: string, waitFor: string | RegExp, then?: (page: Page) => Promise<unknown>][] = [
    ['/', wide.slice(0, 30), page => page.getByRole('button', { name: 'Post options' }).first().click()],
    [`/p/${ids[0]}`, 'Reply', reply],
    [`/p/${own}`, german, edit],
    [`/${ann.name}`, wide.slice(0, 60), page => page.getByRole('button', { name: 'More options' }).click()],
    [`/${ann.name}?people=followers`, bob.name],
    [`/${bob.name}?people=followers`, 'Following'],
    ['/notifications', /commented/],
    ['/messages', 'unread', page => page.getByRole('button', { name: 'New message' }).click()],
    [`/messages/${group.id}`, german],
    [`/messages/${direct.id}`, german],
    [`/search?q=${'Q'.repeat(60)}`, 'No results'],
    [`/search?q=${ann.name}`, ann.name],
    [
      '/moderation',
      'Report',
      page =>
        page
          .getByRole('button', { name: /^Suspend/ })
          .first()
          .click(),
    ],
    ['/settings/devices', 'This device'],
    ['/settings/contact', 'New email or phone'],
    ['/settings/profile', 'Website', cutOut],
    ['/settings/authenticator', 'Set up', setUpAuthenticator],
    ['/create', 'Choose photos', chooseLongNamed],
    [`/${ann.name}`, 'Follows you', mute],
  ]
  const faulty: string[] = []
  for (const [path, there, then] of visits) {
    await page.goto(path)
    await page.getByText(there).filter({ visible: true }).first().waitFor()
    await then?.(page)
    for (const [width, zoom] of [
      [390, 100],
      [320, 100],
      [390, 200],
    ] as const) {
      await page.setViewportSize({ width, height: 844 })
      await page.evaluate(`document.documentElement.style.fontSize = '${zoom}%'`)
      faulty.push(...(await tooWide(page)).map(each => `${path} at ${width}, text at ${zoom} %: ${each}`))
    }
    await page.setViewportSize(phone.viewport)
  }
  await page.evaluate('localStorage.clear()')
  for (const [path, there] of [
    [`/${ann.name}`, 'See what'],
    [`/forgot-password#contact=${wide.slice(0, 60)}@example.org&code=${'k'.repeat(43)}`, 'Set a new password'],
  ] as const) {
    await page.goto(path)
    await page.getByText(there).first().waitFor()
    faulty.push(...(await tooWide(page)).map(each => `${path} for a visitor: ${each}`))
  }
  expect(faulty).toEqual([])

  await page.setViewportSize(desktop.viewport)
  await page.goto('/sign-in')
  await signIn(page, bob.name)
  await page.getByRole('article').first().waitFor()
  const widths = await page.getByRole('article').evaluateAll(cards => cards.map(card => card.clientWidth))
  expect(Math.max(...widths)).toBeLessThanOrEqual(480)
  expect(faults).toEqual([])
})

async function reply(page: Page) {
  await page.getByRole('button', { name: 'View 1 reply' }).first().click()
  await page.getByRole('button', { name: 'Reply' }).first().click()
}

async function edit(page: Page) {
  await page.getByRole('button', { name: 'Post options' }).click()
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('dialog').getByText(wide.slice(0, 60)).first().waitFor()
}

async function cutOut(page: Page) {
  await page.getByRole('button', { name: 'Add a photo' }).click()
  const file = { name: 'fields.jpg', mimeType: 'image/jpeg', buffer: await photo() }
  await page.getByLabel('Choose a photo').setInputFiles(file)
  await page.getByLabel('Zoom').waitFor()
}

async function setUpAuthenticator(page: Page) {
  await page.getByLabel('Current password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Set up' }).click()
  await page.locator('main code').waitFor()
}

async function chooseLongNamed(page: Page) {
  page.once('dialog', dialog => dialog.accept())
  const file = { name: `${wide.slice(0, 200)}.jpg`, mimeType: 'image/jpeg', buffer: await photo() }
  await page.getByLabel('Choose photos').setInputFiles(file)
  await page.getByText(file.name).waitFor()
}

async function mute(page: Page) {
  await page.getByRole('button', { name: 'More options' }).click()
  await page.getByRole('button', { name: 'Mute' }).click()
  await page.getByText(/You muted/).waitFor()
}

/** Elements that exceed the screen or their container. */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    // Not `innerWidth`: a phone makes that as wide as the content.
    const { scrollWidth, clientWidth } = document.documentElement
    const over = scrollWidth - clientWidth
    if (over > 0) found.push(`the page is ${over} px too wide`)
    for (const element of document.querySelectorAll('body *')) {
      const { left, right, width } = element.getBoundingClientRect()
      // The picture that is cut stands out of its window, which hides the rest.
      const isSeen = width > 1 && element.checkVisibility() && !element.closest('svg, .reactEasyCrop_Container')
      if (isSeen && (right > clientWidth + 1 || left < -1)) {
        found.push(`${element.tagName.toLowerCase()}.${element.className}: from ${left} to ${right}`)
      }
    }
    return found.slice(0, 3)
  })
