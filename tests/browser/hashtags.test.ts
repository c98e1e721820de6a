import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { desktop, phone, signIn, usePages } from '#support/browser/use-pages'
import { until } from '#support/events/next-event'
import { people } from '#support/people/people'

const { app, openPage } = usePages()

const overflow = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
/** Keeps a picture of the page for those who look at them. */
const keep = async (page: Page, name: string) => {
  const folder = process.env.SCREENSHOTS
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}

it('mentions and hashtags are completed while a caption is written, and lead to their pages', async () => {
  const [ann, bob] = await people(app, ['ann', 'robert'])
  await bob.client.call('posts.create', { caption: '#lighthouse' })
  const { page, faults } = await openPage({ ...phone, viewport: { width: 360, height: 740 } })
  await signIn(page, ann.name)
  await page.goto('/create')
  const caption = page.getByLabel('Caption')
  await caption.pressSequentially('With @rob')
  const list = page.getByRole('listbox', { name: 'Suggestions' })
  await list.getByRole('option', { name: `@${bob.name}` }).waitFor()
  await keep(page, 'suggested-people')
  await caption.press('ArrowDown')
  expect(await list.getByRole('option', { selected: true }).textContent()).toContain(`@${bob.name}`)
  await caption.press('Enter')
  await caption.pressSequentially('at the #lightho')
  await list.getByRole('option', { name: '#lighthouse' }).click()
  expect(await caption.inputValue()).toBe(`With @${bob.name} at the #lighthouse `)
  await caption.pressSequentially('#ligh')
  await list.waitFor()
  await caption.press('Escape')
  await list.waitFor({ state: 'detached' })
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  await page.getByRole('button', { name: 'Share' }).click()

  await page.getByRole('link', { name: '#lighthouse' }).first().click()
  await page.getByRole('heading', { name: '#lighthouse' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/tags/lighthouse')
  await page.getByText('2 posts').first().waitFor()
  await page.getByRole('button', { name: 'Follow: #lighthouse' }).click()
  await page.getByRole('button', { name: 'Following: #lighthouse' }).waitFor()
  expect((await ann.client.call('hashtags.following', {})).items).toMatchObject([{ tag: 'lighthouse' }])
  await page.getByRole('tab', { name: 'Recent' }).click()
  await page.getByRole('list', { name: 'Posts' }).getByRole('link').nth(1).waitFor()
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  await keep(page, 'hashtag')
  await page.getByRole('link', { name: 'All hashtags you follow' }).click()
  await page.getByRole('button', { name: 'Following: #lighthouse' }).click()
  await page.getByRole('button', { name: 'Follow: #lighthouse' }).waitFor()
  await until(
    () => ann.client.call('hashtags.following', {}),
    ({ items }) => items.length === 0,
  )
  await page.goBack()
  await page.getByRole('heading', { name: '#lighthouse' }).waitFor()
  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByRole('article').first().waitFor()
  await page.goto('/settings/hashtags')
  await page.getByText('No hashtags followed yet').waitFor()
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  await page.goto('/tags/2024')
  await page.getByText('Page not found').waitFor()

  const his = await openPage(desktop)
  await signIn(his.page, bob.name)
  await his.page.goto('/notifications')
  await his.page.getByText('mentioned you in a post.').waitFor()
  await his.page.goto('/search?q=%23ligh')
  await his.page.getByRole('region', { name: 'Hashtags' }).getByRole('link', { name: '#lighthouse' }).waitFor()
  await keep(his.page, 'found-hashtags')
  await his.page.emulateMedia({ colorScheme: 'dark' })
  await his.page.goto('/tags/lighthouse')
  await his.page.getByRole('heading', { name: '#lighthouse' }).waitFor()
  await keep(his.page, 'hashtag-dark')
  expect([...faults, ...his.faults]).toEqual([])
})

it('a comment completes a name with Tab, and Enter sends it where nothing is chosen', async () => {
  const [ann, bob] = await people(app, ['ann', 'robin'])
  const { id } = await bob.client.call('posts.create', { caption: 'Hello' })
  const { page, faults } = await openPage(desktop)
  await signIn(page, ann.name)
  await page.goto(`/p/${id}`)
  const field = page.getByLabel('Add a comment')
  await field.pressSequentially('Hi @robi')
  await page.getByRole('option', { name: `@${bob.name}` }).waitFor()
  await field.press('ArrowDown')
  await field.press('Tab')
  expect(await field.inputValue()).toBe(`Hi @${bob.name} `)
  await field.pressSequentially('and #dawn')
  await field.press('Enter')
  await page.getByRole('link', { name: '#dawn' }).waitFor()
  const [comment] = (await ann.client.call('comments.list', { postId: id })).items
  expect(comment?.text).toBe(`Hi @${bob.name} and #dawn`)
  expect(faults).toEqual([])
})
