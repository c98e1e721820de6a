import { expect, it } from 'vitest'
import { desktop, phone, signIn, usePages } from '#support/browser/use-pages'
import { until } from '#support/events/next-event'
import { people } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { uploadWhole } from '#support/photos/uploads'

const { app, openPage } = usePages()

it('a user shares a post with two people, reposts it, and sees how often it was shared', {
  timeout: 180_000,
}, async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  const { id: mediaId } = await uploadWhole(cy.client, await photo({ width: 900, height: 900 }))
  await cy.client.call('posts.create', { mediaIds: [mediaId], caption: 'The old lighthouse' })
  await ann.client.call('users.follow', { username: cy.name })
  await bob.client.call('users.follow', { username: ann.name })
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  await ann.client.call('messages.send', { conversationId, text: 'Hello' })

  const { page, faults } = await openPage(phone)
  await signIn(page, ann.name)
  const card = page.getByRole('article').filter({ hasText: 'The old lighthouse' }).first()
  await card.getByRole('button', { name: 'Share, 0 shares' }).click()
  const dialog = page.getByRole('dialog', { name: 'Share' })
  await dialog.getByRole('checkbox', { name: bob.name }).check({ force: true })
  await dialog.getByRole('searchbox').fill(cy.name)
  await dialog.getByRole('checkbox', { name: cy.name }).check({ force: true })
  await dialog.getByLabel('Message').fill('You must see this')
  await dialog.getByRole('button', { name: 'Send to 2' }).click()
  await page.getByText('Sent to 2 chats.').waitFor()
  await card.getByRole('button', { name: 'Share, 2 shares' }).waitFor()
  const { items } = await bob.client.call('messages.list', { conversationId })
  expect(items[0]).toMatchObject({ text: 'You must see this', post: { caption: 'The old lighthouse' } })

  await card.getByRole('button', { name: 'Share, 2 shares' }).click()
  await dialog.getByRole('button', { name: 'Repost' }).click()
  const repost = page.getByRole('dialog', { name: 'Repost' })
  await repost.getByLabel('Your words (optional)').fill('Worth the climb')
  await repost.getByRole('button', { name: 'Repost' }).click()
  await page.getByText('Reposted to your followers.').waitFor()
  const mine = page.getByRole('article', { name: `Post by ${ann.name}` })
  await mine
    .getByRole('article', { name: `Shared post by ${cy.name}` })
    .getByText('The old lighthouse')
    .waitFor()

  await page.goto(`/messages/${conversationId}`)
  await page
    .getByRole('article', { name: `Shared post by ${cy.name}` })
    .getByRole('link')
    .click()
  await page.waitForURL(/\/p\//)
  const [{ id: postId } = { id: '' }] = (await cy.client.call('users.posts', { username: cy.name })).items
  await cy.client.call('posts.archive', { postId })
  await page.goto(`/${ann.name}`)
  await page.getByRole('link', { name: /Worth the climb/ }).click()
  await page.getByText('This post is unavailable.').waitFor()
  expect(faults).toEqual([])
})

it('a user keeps saved posts in collections', { timeout: 180_000 }, async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { id: mediaId } = await uploadWhole(bob.client, await photo({ width: 900, height: 900 }))
  const { id: postId } = await bob.client.call('posts.create', { mediaIds: [mediaId], caption: 'Keep me' })
  await ann.client.call('users.follow', { username: bob.name })
  const { page, faults } = await openPage(desktop)
  await signIn(page, ann.name)
  const card = page.getByRole('article').filter({ hasText: 'Keep me' })
  await card.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('button', { name: 'New collection' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Lighthouses')
  await page.getByRole('button', { name: 'Create' }).click()
  await card.getByRole('button', { name: 'Saved' }).click()
  const menu = page.getByRole('dialog', { name: 'Saved' })
  await menu.getByRole('button', { name: 'Lighthouses', pressed: true }).waitFor()
  await page.keyboard.press('Escape')
  await menu.waitFor({ state: 'hidden' })

  await page.goto(`/${ann.name}?tab=saved`)
  await page.getByRole('link', { name: /Lighthouses/ }).click()
  await page.getByRole('button', { name: 'Rename collection' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Towers')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Towers' }).waitFor()
  await page.getByRole('list', { name: 'Posts' }).getByRole('listitem').waitFor()
  await page.getByRole('button', { name: 'Change cover' }).click()
  await page.getByRole('button', { name: `Post by ${bob.name}: a photo without a description` }).click()
  await page.getByText('Cover changed.').waitFor()
  await page.getByRole('button', { name: 'Delete collection' }).click()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByText('Collection deleted. Its posts are still saved.').waitFor()
  await until(
    () => ann.client.call('collections.list', {}),
    ({ items }) => items.length === 0,
  )
  expect((await ann.client.call('posts.saved', {})).items.map(post => post.id)).toEqual([postId])
  expect(faults).toEqual([])
})

it('a user looks at their activity, removes one entry and clears the rest', { timeout: 180_000 }, async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { id: postId } = await bob.client.call('posts.create', { caption: 'Seen by all' })
  await ann.client.call('posts.like', { postId })
  await ann.client.call('comments.create', { postId, text: 'First here' })
  await ann.client.call('users.follow', { username: bob.name })
  const { page, faults } = await openPage(phone)
  await signIn(page, ann.name)
  await page.goto('/settings/activity')
  const list = page.getByRole('list', { name: 'Activity' })
  await list.getByText('You commented on').waitFor()
  await list.getByRole('button', { name: 'Remove: comments First here' }).click()
  await page.getByText('Removed.').waitFor()
  await page.getByLabel('Show').selectOption('Likes')
  await list.getByText('You liked').waitFor()
  expect(await list.getByRole('listitem').count()).toBe(1)
  await page.getByRole('button', { name: 'Clear all likes' }).click()
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await page.getByText('Done. 1 thing undone.').waitFor()
  await page.getByText('No activity').waitFor()
  await page.getByLabel('Show').selectOption('All activity')
  await list.getByText('You followed').waitFor()
  expect((await bob.client.call('posts.get', { postId })).counts).toMatchObject({ likes: 0, comments: 0 })
  expect(faults).toEqual([])
})
