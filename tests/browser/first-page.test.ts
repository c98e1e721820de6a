import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { desktop, phone, signIn, signUp, usePages } from '#support/browser/use-pages'
import { until } from '#support/events/next-event'
import { password, person } from '#support/people/people'
import { photo } from '#support/photos/photo'

const { app, openPage } = usePages()

it('a user signs up, posts a photo and sees reactions live', { timeout: 180_000 }, async () => {
  const { page, faults } = await openPage(desktop)
  await signUp(app, page, 'ann', 'Ann Adams')
  await expectText(page, 'Your feed starts here')

  await post(page, 'Four fields')
  const card = page.getByRole('article').filter({ hasText: 'Four fields' })
  await card.waitFor()
  const picture = card.getByAltText('Red, green, blue and yellow')
  await until(
    () => picture.evaluate(image => (image as HTMLImageElement).naturalWidth),
    width => width > 0,
  )

  const bob = await person(app, 'bob')
  const [{ id: postId } = { id: '' }] = (await bob.client.call('users.posts', { username: 'ann' })).items
  await bob.client.call('users.follow', { username: 'ann' })
  await bob.client.call('posts.like', { postId })
  await card.getByRole('button', { name: 'Like, 1 like' }).waitFor()
  await bob.client.call('comments.create', { postId, text: 'What a sky!' })
  await card.getByText('What a sky!').waitFor()
  await card.getByRole('button', { name: 'Comment, 1 comment' }).waitFor()
  await until(
    () => page.title(),
    title => title === '(3) Heliograph',
  )

  await card.getByRole('button', { name: 'Like, 1 like' }).click()
  await card.getByRole('button', { name: 'Unlike, 2 likes' }).waitFor()
  await until(
    () => bob.client.call('posts.get', { postId }),
    ({ counts }) => counts.likes === 2,
  )
  await card.getByLabel('Add a comment').fill('Two hours of waiting.')
  await page.keyboard.press('Enter')
  await card.getByRole('button', { name: 'Comment, 2 comments' }).waitFor()
  const { items } = await bob.client.call('comments.list', { postId })
  expect(items.map(each => each.text)).toEqual(['Two hours of waiting.', 'What a sky!'])

  await card.getByRole('button', { name: 'Save' }).click()
  await card.getByRole('button', { name: 'Saved', exact: true }).waitFor()
  await page.keyboard.press('Escape')

  await page.setViewportSize(phone.viewport)
  await page.goto(`/${bob.name}`)
  await page.getByRole('button', { name: `Follow back: ${bob.name}` }).click()
  await page.getByRole('button', { name: `Following: ${bob.name}` }).waitFor()
  await page.getByRole('link', { name: 'Home' }).click()
  await card.waitFor()
  await bob.client.call('posts.create', { caption: 'Fog again' })
  await page.getByRole('button', { name: 'New post' }).click()
  await page.getByRole('article').first().getByText('Fog again').waitFor()
  expect(
    await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  ).toBeLessThanOrEqual(0)

  await page.setViewportSize(desktop.viewport)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('User name, email or phone').fill('ann')
  await page.getByLabel('Password', { exact: true }).fill('not my password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expectText(page, 'The login or password is incorrect.')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await card.getByRole('button', { name: 'Unlike, 2 likes' }).waitFor()
  await card.getByRole('button', { name: 'Saved', exact: true }).waitFor()
  expect(faults).toEqual([])
})

it('two users write to each other, and read messages are marked as read', { timeout: 120_000 }, async () => {
  const [cy, dora] = [await person(app, 'cy'), await person(app, 'dora')]
  const { page, faults } = await openPage(desktop)
  await signIn(page, cy.name)
  const { id } = await dora.client.call('conversations.open', { usernames: [cy.name] })
  await dora.client.call('messages.send', { conversationId: id, text: 'Tomorrow at six?' })
  await page.getByRole('link', { name: /^Messages ?, 1 unread$/ }).click()
  await page.getByRole('link', { name: 'Tomorrow at six?' }).click()
  await page.getByRole('list', { name: 'Messages' }).getByText('Tomorrow at six?').waitFor()
  await page.getByLabel('Message', { exact: true }).fill('Yes.')
  await page.keyboard.press('Enter')
  await page.getByText('Sent', { exact: true }).waitFor()
  const { items } = await dora.client.call('messages.list', { conversationId: id })
  expect(items.map(each => [each.seq, each.text])).toEqual([
    [2, 'Yes.'],
    [1, 'Tomorrow at six?'],
  ])
  await dora.client.call('messages.read', { conversationId: id, seq: 2 })
  await page.getByText('Seen', { exact: true }).waitFor()
  expect(faults).toEqual([])
})

async function post(page: Page, caption: string) {
  await page.getByRole('link', { name: 'Create' }).click()
  const file = { name: 'fields.jpg', mimeType: 'image/jpeg', buffer: await photo({ width: 1200, height: 1500 }) }
  await page.getByLabel('Choose photos').setInputFiles(file)
  await page.getByLabel('Description of photo 1').fill('Red, green, blue and yellow')
  await page.getByLabel('Caption').fill(caption)
  await page.getByRole('button', { name: 'Share' }).click()
}

const expectText = (page: Page, text: string) => page.getByText(text).first().waitFor()
