import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { desktop, phone, signIn, usePages } from '#support/browser/use-pages'
import { until } from '#support/events/next-event'
import { people } from '#support/people/people'
import { photo } from '#support/photos/photo'

const { app, openPage } = usePages()

const overflow = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
/** Keeps a picture of the page for those who look at them. */
const keep = async (page: Page, name: string) => {
  const folder = process.env.SCREENSHOTS
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}

it('people are tagged in a new photo, seen in it, and remove themselves; an edit shows what was there before', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { page, faults } = await openPage({ ...phone, viewport: { width: 360, height: 740 } })
  await signIn(page, ann.name)
  await page.goto('/create')
  const file = { name: 'fields.jpg', mimeType: 'image/jpeg', buffer: await photo({ width: 900, height: 1200 }) }
  await page.getByLabel('Choose photos').setInputFiles(file)
  await page.getByLabel('Description of photo 1').fill('Four fields')
  await page.getByRole('button', { name: 'Tag people in photo 1, 0 tags' }).click()
  const dialog = page.getByRole('dialog', { name: 'Tag people' })
  const box = await dialog.locator('img').first().boundingBox()
  if (!box) throw new Error('The photo is not shown.')
  await page.mouse.click(box.x + box.width * 0.25, box.y + box.height * 0.75)
  await dialog.getByRole('searchbox').fill(bob.name)
  await dialog.getByRole('list', { name: 'People' }).getByRole('button', { name: bob.name }).click()
  await dialog.getByRole('button', { name: `Remove ${bob.name}` }).waitFor()
  await keep(page, 'tag-dialog')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.getByLabel('Caption').fill('First light')
  await page.getByRole('switch', { name: 'Hide likes' }).click()
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  await keep(page, 'create')
  await page.getByRole('button', { name: 'Share' }).click()
  await page.getByAltText('Four fields').waitFor()
  const [post] = await until(
    async () => (await bob.client.call('users.tagged', { username: bob.name })).items,
    list => list.length === 1,
    20_000,
  )
  const postId = post?.id ?? ''
  expect(post).toMatchObject({ likesHidden: true, caption: 'First light', media: [{ altText: 'Four fields' }] })
  expect(post?.tagged).toMatchObject([{ user: { id: bob.id }, mediaIndex: 0 }])
  expect(post?.tagged[0]?.x).toBeCloseTo(0.25, 1)
  expect(post?.tagged[0]?.y).toBeCloseTo(0.75, 1)

  const his = await openPage(desktop)
  await signIn(his.page, bob.name)
  await his.page.goto('/notifications')
  await his.page.getByText('tagged you in a post.').waitFor()
  await his.page.goto(`/p/${postId}`)
  await his.page.getByRole('button', { name: 'People in this photo' }).click()
  const shown = his.page.getByRole('list', { name: 'People in this photo' })
  await shown.getByRole('link', { name: bob.name }).waitFor()
  await keep(his.page, 'tags')
  await his.page.getByRole('button', { name: 'Description of this photo' }).click()
  await his.page.getByText('Four fields').waitFor()
  await his.page.getByRole('button', { name: 'Like, 0 likes' }).click()
  await his.page.getByRole('button', { name: 'Unlike, 0 likes' }).waitFor()
  await page.goto(`/p/${postId}`)
  await page.getByRole('button', { name: '1 like: see who' }).click()
  await page.getByRole('list', { name: 'Likes' }).getByText(bob.name).first().waitFor()
  await page.getByRole('button', { name: 'Close' }).click()

  await page.getByRole('button', { name: 'Post options' }).click()
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const edit = page.getByRole('dialog', { name: 'Edit post' })
  await edit.getByLabel('Caption').fill('Last light')
  await edit.getByLabel('Description of photo 1').fill('Four fields at dusk')
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  await keep(page, 'edit')
  await edit.getByRole('button', { name: 'Save' }).click()
  await his.page.getByRole('button', { name: 'edited' }).click()
  const history = his.page.getByRole('dialog', { name: 'Edit history' })
  await history.getByText('First light').waitFor()
  await keep(his.page, 'history')
  await his.page.keyboard.press('Escape')
  expect(await bob.client.call('posts.get', { postId })).toMatchObject({
    caption: 'Last light',
    likesHidden: true,
    media: [{ altText: 'Four fields at dusk' }],
    tagged: [{ user: { id: bob.id } }],
  })

  await his.page.goto(`/${bob.name}`)
  await his.page.getByRole('tab', { name: 'Tagged' }).click()
  await his.page.getByAltText('Four fields at dusk').waitFor()
  await keep(his.page, 'profile')
  await his.page.getByRole('link', { name: 'Posts you’ve liked' }).first().click()
  await his.page.getByAltText('Four fields at dusk').click()
  await his.page.getByRole('button', { name: 'Post options' }).click()
  await his.page.getByRole('button', { name: 'Remove me from this post' }).click()
  await his.page.getByRole('button', { name: 'Remove', exact: true }).click()
  await his.page.getByText('You’re no longer tagged.').waitFor()
  await his.page.getByRole('button', { name: 'People in this photo' }).waitFor({ state: 'detached' })
  expect((await ann.client.call('posts.get', { postId })).tagged).toEqual([])
  expect([faults, his.faults]).toEqual([[], []])
}, 240_000)
