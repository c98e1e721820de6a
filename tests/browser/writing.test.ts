import { Secret, TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { desktop, phone, signIn, usePages } from '#support/browser/use-pages'
import { until } from '#support/events/next-event'
import { password, people, person } from '#support/people/people'

const { app, openPage } = usePages()

it('a reply keeps the text written already, and appears in its thread at once', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Last light' })
  const { id: parentId } = await ann.client.call('comments.create', { postId, text: 'Where was this?' })
  await ann.client.call('comments.create', { postId, text: 'And when?' })
  for (const text of ['Anybody?', 'Hello?']) await ann.client.call('comments.create', { postId, parentId, text })
  const { page, faults } = await openPage(phone)
  await signIn(page, bob.name)
  await page.goto(`/p/${postId}`)
  const field = page.getByLabel('Add a comment')
  const replyTo = (text: string) =>
    page
      .getByRole('listitem')
      .filter({ hasText: text })
      .getByRole('button', { name: 'Reply', exact: true })
      .first()
      .click()
  await field.fill('A long answer that')
  await replyTo('Where was this?')
  expect(await field.inputValue()).toBe(`@${ann.name} A long answer that`)
  await replyTo('And when?')
  expect(await field.inputValue(), 'once for each name').toBe(`@${ann.name} A long answer that`)
  await page.getByRole('button', { name: 'cancel' }).click()
  expect(await field.inputValue()).toBe('A long answer that')

  // The user is on another page for a moment.
  await page.getByRole('link', { name: 'Search' }).click()
  await page.getByRole('searchbox').waitFor()
  await page.goBack()
  expect(await field.inputValue()).toBe('A long answer that')
  await replyTo('Where was this?')
  await field.press('End')
  await field.pressSequentially(' ends.')
  await field.press('Enter')
  await page.getByText('A long answer that ends.').filter({ visible: true }).waitFor()
  await page.getByRole('button', { name: 'View 2 more replies' }).click()
  await page.getByText('Anybody?').waitFor()
  expect(await field.inputValue()).toBe('')

  await replyTo('And when?')
  await field.pressSequentially('Yesterday')
  const { items } = await ann.client.call('comments.list', { postId })
  await ann.client.call('comments.delete', { commentId: items.find(each => each.text === 'And when?')?.id ?? '' })
  await page.getByText('The comment you were replying to was deleted.').waitFor()
  expect(await field.inputValue()).toBe('Yesterday')
  expect(faults).toEqual([])
})

it('a text that cannot be sent is not lost, and is sent once however often the user tries', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Last light' })
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  await ann.client.call('messages.send', { conversationId, text: 'Tomorrow?' })
  const { page } = await openPage(desktop)
  // Over HTTP alone, so that answers can be lost.
  await page.routeWebSocket(/socket\.io/, socket => socket.close())
  await page.route('**/socket.io/**', route => route.abort())
  await signIn(page, bob.name)
  await page.goto(`/p/${postId}`)
  const comments = `**/v1/posts/${postId}/comments`
  await page.route(comments, async route => {
    if (route.request().method() !== 'POST') return route.continue()
    await route.fetch()
    await route.abort()
  })
  const comment = page.getByLabel('Add a comment')
  await comment.fill('What a sky!')
  await comment.press('Enter')
  await page.getByText('No connection. Please try again.').waitFor()
  expect(await comment.inputValue()).toBe('What a sky!')
  await page.unroute(comments)
  await page.getByRole('button', { name: 'Post', exact: true }).dblclick()
  await until(
    () => comment.inputValue(),
    text => text === '',
  )
  expect((await ann.client.call('comments.list', { postId })).items.map(each => each.text)).toEqual(['What a sky!'])

  await page.getByRole('link', { name: /^Messages/ }).click()
  await page.getByRole('link', { name: 'Tomorrow?' }).click()
  const message = page.getByLabel('Message', { exact: true })
  await message.fill('Half a sent')
  await page.getByRole('link', { name: 'Home' }).click()
  await page.getByRole('link', { name: /^Messages/ }).click()
  await page.getByRole('link', { name: 'Tomorrow?' }).click()
  expect(await message.inputValue()).toBe('Half a sent')
  await message.fill('At six')
  await page.getByRole('button', { name: 'Send', exact: true }).dblclick()
  await page.getByText('Sent', { exact: true }).waitFor()
  const { items } = await ann.client.call('messages.list', { conversationId })
  expect(items.map(each => each.text)).toEqual(['At six', 'Tomorrow?'])
})

it('an Enter that confirms a conversion of an input method sends nothing', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  await bob.client.call('users.follow', { username: ann.name })
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Last light' })
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  await ann.client.call('messages.send', { conversationId, text: 'Tomorrow?' })
  const { page } = await openPage(phone)
  await signIn(page, bob.name)
  for (const [path, label] of [
    [`/messages/${conversationId}`, 'Message'],
    [`/p/${postId}`, 'Add a comment'],
    ['/', 'Add a comment'],
  ] as const) {
    await page.goto(path)
    const field = page.getByLabel(label, { exact: true })
    await field.fill('日本')
    for (const how of [
      { keyCode: 229, isComposing: false },
      { keyCode: 229, isComposing: true },
      { keyCode: 13, isComposing: true },
      { keyCode: 13, shiftKey: true },
    ]) {
      await field.dispatchEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...how })
      expect(await field.inputValue(), `${path} ${JSON.stringify(how)}`).toBe('日本')
    }
    await field.press('Enter')
    await until(
      () => field.inputValue(),
      text => text === '',
    )
  }
  expect((await ann.client.call('comments.list', { postId })).items).toHaveLength(2)
  expect((await ann.client.call('messages.list', { conversationId })).items).toHaveLength(2)
})

describe('on plain http, where there is no clipboard', () => {
  it('links and recovery codes are copied, and the page says so when they cannot be', async () => {
    const ann = await person(app, 'ann')
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Last light' })
    const origin = `http://photos.test:${app.port}`
    const { page, faults } = await openPage({ ...desktop, baseURL: origin })
    expect(await page.evaluate('[isSecureContext, typeof navigator.clipboard]')).toEqual([false, 'undefined'])
    await signIn(page, ann.name)
    const pasted = async () => {
      await page.goto('/search')
      await page.getByRole('searchbox').press('Control+V')
      return page.getByRole('searchbox').inputValue()
    }
    for (const [path, options, there] of [
      [`/p/${postId}`, 'Post options', `${origin}/p/${postId}`],
      ['/', 'Post options', `${origin}/p/${postId}`],
    ] as const) {
      await page.goto(path)
      await page.getByRole('button', { name: options }).click()
      await page.getByRole('button', { name: 'Copy link' }).click()
      await page.getByText('Link copied.').waitFor()
      expect(await pasted()).toBe(there.slice(0, 60))
    }

    await page.goto('/settings/authenticator')
    await page.getByLabel('Current password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Set up' }).click()
    const secret = (await page.locator('main code').textContent())?.replaceAll(' ', '') ?? ''
    await page.getByLabel('Code from the app').fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate())
    const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
    await codes.first().waitFor()
    const first = (await codes.first().textContent()) ?? 'none'
    await page.getByRole('button', { name: 'Copy' }).click()
    await page.getByText('Codes copied.').waitFor()
    await page.evaluate('document.execCommand = () => false')
    await page.getByRole('button', { name: 'Copy' }).click()
    await page.getByText('Couldn’t copy the codes. Please write them down.').waitFor()
    expect((await pasted()).startsWith(first)).toBe(true)

    await page.goto(`/p/${postId}`)
    await page.evaluate('document.execCommand = () => false')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Remove from saved' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Post options' }).click()
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByText('Couldn’t copy the link.').waitFor()
    expect(faults).toEqual([])
  })

  it('the page works without the features that older browsers lack', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    await bob.client.call('users.follow', { username: ann.name })
    await ann.client.call('posts.create', { caption: 'Last light' })
    const { page, context, faults } = await openPage({ ...phone, baseURL: `http://photos.test:${app.port}` })
    await context.addInitScript(`
      for (const name of ['any', 'timeout']) delete AbortSignal[name]
      for (const name of ['showPopover', 'hidePopover', 'popover']) delete HTMLElement.prototype[name]
      delete Object.groupBy
      delete Promise.withResolvers
      delete window.structuredClone
      delete Array.fromAsync
    `)
    await page.reload()
    await signIn(page, bob.name)
    await page.getByLabel('Add a comment').fill('What a sky!')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Comment, 1 comment' }).waitFor()
    await page.getByRole('button', { name: 'Post options' }).click()
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByText('Link copied.').waitFor()
    await page.getByRole('link', { name: /^Notifications/ }).click()
    await page.getByText('New sign-in').waitFor()
    expect(faults).toEqual([])
  })
})

describe('content that goes away while it is open', () => {
  it('for posts, profiles, conversations and sessions that end elsewhere, the page says so and offers a way back', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
    await bob.client.call('users.follow', { username: ann.name })
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Last light' })
    await ann.client.call('posts.create', { caption: 'First light' })
    const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
    await ann.client.call('messages.send', { conversationId, text: 'Tomorrow?' })
    const { page, context, faults } = await openPage(desktop)
    await signIn(page, bob.name)
    const alone = await context.newPage()
    await alone.goto(`/p/${postId}`)
    await alone.getByText('Last light').waitFor()
    await page
      .getByRole('article')
      .filter({ hasText: 'Last light' })
      .getByRole('button', { name: 'Post options' })
      .click()
    await page.getByRole('button', { name: 'Go to post' }).click()
    await page.waitForURL(`**/p/${postId}`)
    await page.getByText('Last light').waitFor()

    await ann.client.call('posts.delete', { postId })
    await alone.getByText('This post is gone').waitFor()
    await alone.getByRole('link', { name: 'Back home' }).click()
    await alone.getByText('First light').waitFor()
    await page.getByText('This post is gone').waitFor()
    await page.getByRole('button', { name: 'Go back' }).click()
    await page.getByText('First light').waitFor()
    const { id: other } = await ann.client.call('posts.create', { caption: 'Second light' })
    await page.getByRole('button', { name: 'New post' }).click()
    await page
      .getByRole('article')
      .filter({ hasText: 'Second light' })
      .getByRole('button', { name: 'Post options' })
      .click()
    await ann.client.call('posts.delete', { postId: other })
    await page.getByText('The post was deleted.').waitFor()
    await page.goto(`/p/${postId}`)
    await page.getByText('Page not found').waitFor()

    await page.goto(`/${ann.name}`)
    await page.getByText('First light').waitFor()
    await alone.goto(`/messages/${conversationId}`)
    await alone.getByRole('list', { name: 'Messages' }).getByText('Tomorrow?').waitFor()
    await ann.client.call('users.block', { username: bob.name })
    await page.getByText('This profile is gone').waitFor()
    await page.getByRole('link', { name: 'Back home' }).click()
    await alone.getByText('This conversation is gone').waitFor()
    await alone.getByRole('link', { name: 'Back home' }).click()

    // No event announces these: they are fetched when the page is visible again.
    const { id: shown } = await cy.client.call('posts.create', { caption: 'Low tide' })
    await page.goto(`/p/${shown}`)
    await alone.goto(`/${cy.name}`)
    for (const each of [page, alone]) await each.getByText('Low tide').waitFor()
    await cy.client.call('users.delete', { currentPassword: password })
    for (const each of [page, alone]) await each.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`)
    await page.getByText('This post is gone').waitFor()
    await alone.getByText('This profile is gone').waitFor()
    await alone.getByRole('link', { name: 'Back home' }).click()

    const { items } = await bob.client.call('auth.sessions', {})
    for (const each of items) if (!each.current) await bob.client.call('auth.revokeSession', { sessionId: each.id })
    for (const each of [page, alone]) await each.getByText('Your session has ended. Please sign in again.').waitFor()
    expect(faults).toEqual([])
  })
})
