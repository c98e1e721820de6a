import { expect, it } from 'vitest'
import { desktop, phone, signIn, usePages } from '#support/browser/use-pages'
import { until } from '#support/events/next-event'
import { people } from '#support/people/people'

const { app, openPage } = usePages()

const narrow = { ...phone, viewport: { width: 360, height: 740 } }

it('a comment is liked, answered, edited, pinned, ordered and deleted in place', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Last light' })
  const { id: first } = await bob.client.call('comments.create', { postId, text: 'Where was this?' })
  await bob.client.call('comments.create', { postId, text: 'And when?' })
  await bob.client.call('comments.create', { postId, text: 'A reply', parentId: first })
  const { page, faults } = await openPage(narrow)
  await signIn(page, ann.name)
  await page.goto(`/p/${postId}`)
  const rows = page.getByRole('list', { name: 'Comments' }).getByRole('listitem')
  const row = (text: string) => rows.filter({ hasText: text }).first()
  const order = async () => (await rows.locator('p:first-child').allTextContents()).map(text => text.split('?')[0])
  const menu = async (text: string, item: string) => {
    await row(text)
      .getByRole('button', { name: /^Options for the comment/ })
      .first()
      .click()
    await page.getByRole('dialog').getByRole('button', { name: item, exact: true }).click()
  }
  await row('Where')
    .getByRole('button', { name: `Like the comment of ${bob.name}` })
    .click()
  await row('Where').getByText('1 like').waitFor()
  await page.getByRole('button', { name: 'Top', exact: true }).click()
  await until(order, list => /Where/.test(list[0] ?? ''))
  await page.getByRole('button', { name: 'Newest', exact: true }).click()
  await until(order, list => /And when/.test(list[0] ?? ''))
  await menu('Where', 'Pin')
  await row('Where').getByText('Pinned').waitFor()
  await until(order, list => /Where/.test(list[0] ?? ''))

  await row('Where').getByRole('button', { name: 'View 1 reply' }).click()
  await row('Where').getByText('A reply').waitFor()
  await row('Where').getByRole('button', { name: 'Reply', exact: true }).nth(1).click()
  const field = page.getByLabel('Add a comment')
  await field.press('End')
  await field.pressSequentially('Yes')
  await field.press('Enter')
  await row('Where').getByText('Yes').waitFor()
  const { items } = await bob.client.call('comments.replies', { commentId: first })
  expect(items.map(reply => reply.replyTo?.id)).toEqual([bob.id, bob.id])

  await page.setViewportSize({ width: 360, height: 740 })
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)

  // Bob edits elsewhere, and deletes: what he answered keeps its place.
  await bob.client.call('comments.edit', { commentId: first, text: 'Where exactly was this?' })
  await row('Where exactly').getByText('edited').waitFor()
  await bob.client.call('comments.delete', { commentId: first })
  await page.getByText('This comment was deleted.').waitFor()
  await page.getByText('Yes').waitFor()
  await menu('And when', 'Delete')
  await row('And when').waitFor({ state: 'detached' })
  expect(await page.getByRole('button', { name: 'Comment, 2 comments' }).count()).toBe(1)
  expect(faults).toEqual([])
})

it('a user sets who may comment, and the words that hide comments', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { page, faults } = await openPage(desktop)
  await signIn(page, ann.name)
  await page.goto('/settings/comments')
  await page.getByLabel('Who can comment on your posts').selectOption('Your followers')
  await page.getByText('Settings saved.').first().waitFor()
  await page.getByLabel('Word or phrase').fill('spoiler')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: 'Remove spoiler' }).waitFor()
  const saved = await ann.client.call('users.settings', {})
  expect(saved).toMatchObject({ whoMayComment: 'followers', hiddenWords: ['spoiler'] })
  await page.getByRole('button', { name: 'Remove spoiler' }).click()
  await until(
    () => ann.client.call('users.settings', {}),
    settings => settings.hiddenWords.length === 0,
  )
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Followers only' })
  const his = await openPage(narrow)
  await signIn(his.page, bob.name)
  await his.page.goto(`/p/${postId}`)
  await his.page.getByLabel('Add a comment').fill('Hello')
  await his.page.getByLabel('Add a comment').press('Enter')
  await his.page.getByText('The author of this post has limited who may comment.').waitFor()
  expect(await his.page.getByLabel('Add a comment').count()).toBe(0)
  expect([...faults, ...his.faults]).toEqual([])
})
