import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { desktop, phone, signIn, usePages } from '#support/browser/use-pages'
import { until } from '#support/events/next-event'
import { type Person, people } from '#support/people/people'
import { photo } from '#support/photos/photo'

const { app, openPage } = usePages()

const card = (page: Page, words: string) => page.getByRole('listitem', { name: words })
const narrow = { ...phone, viewport: { width: 360, height: 740 } }

/** Whether the page is as wide as its window, and nothing is cut off. */
const fits = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)

const nextMonth = () => `${new Date(Date.now() + 30 * 24 * 3_600_000).toISOString().slice(0, 11)}10:30`

async function writePost(page: Page, words: string) {
  await page.goto('/create')
  await page.getByLabel('Caption').fill(words)
}

it('a draft is saved, gets photos and is scheduled on a phone', async () => {
  const [ann] = await people(app, ['ann'])
  const { page, faults } = await openPage(narrow)
  await signIn(page, ann.name)
  await writePost(page, 'Not yet')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await page.waitForURL('**/settings/drafts')
  expect(await fits(page)).toBe(true)
  await card(page, 'Not yet').getByRole('button', { name: 'Edit' }).click()
  const editor = page.getByRole('dialog', { name: 'Edit draft' })
  const shades = await Promise.all([photo({ width: 500 }), photo({ width: 600 }), photo({ width: 700 })])
  await editor
    .getByLabel('Choose photos')
    .setInputFiles(shades.map((buffer, i) => ({ name: `${i}.jpg`, mimeType: 'image/jpeg', buffer })))
  await editor.getByRole('button', { name: 'Move photo 3 up' }).click()
  await editor.getByRole('button', { name: 'Remove photo 1' }).click()
  await editor.getByLabel('Description of photo 1').fill('The last')
  expect(await fits(page)).toBe(true)
  await editor.getByRole('button', { name: 'Save' }).click()
  await editor.waitFor({ state: 'detached' })
  await card(page, 'Not yet').getByRole('img', { name: 'The last' }).waitFor()
  const [draft] = (await ann.client.call('posts.drafts', {})).items
  expect(draft?.media).toMatchObject([{ altText: 'The last', image: { width: 700 } }, { image: { width: 600 } }])
  await card(page, 'Not yet').getByRole('button', { name: 'Schedule' }).click()
  const dialog = page.getByRole('dialog', { name: 'Schedule post' })
  await dialog.getByLabel('Date and time').fill('2020-01-01T10:00')
  await dialog.getByText('Choose a time in the future.').waitFor()
  await dialog.getByLabel('Date and time').fill(nextMonth())
  await dialog.getByText(/Will be published .*30/).waitFor()
  expect(await fits(page)).toBe(true)
  await dialog.getByRole('button', { name: 'Schedule', exact: true }).click()
  await page.getByText('No drafts').waitFor()
  expect((await ann.client.call('posts.scheduled', {})).items).toMatchObject([{ caption: 'Not yet', media: [{}, {}] }])
  expect(faults).toEqual([])
})

it('a post is scheduled, archived, deleted and restored on a desktop', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { page, faults } = await openPage({ ...desktop, timezoneId: 'Europe/London' })
  await signIn(page, ann.name)
  await writePost(page, 'Tomorrow')
  await page.getByRole('switch', { name: 'Publish later' }).click()
  const at = new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 11)
  await page.getByLabel('Date and time').fill(`${at}12:30`)
  await page.getByRole('button', { name: 'Schedule' }).click()
  await page.waitForURL('**/settings/scheduled')
  await card(page, 'Tomorrow').getByText(/12:30/).waitFor()
  await card(page, 'Tomorrow').getByRole('button', { name: 'Move to drafts' }).click()
  await page.getByText('Nothing scheduled').waitFor()
  await page.getByRole('navigation', { name: 'Your posts' }).getByRole('link', { name: 'Drafts' }).click()
  await card(page, 'Tomorrow').getByRole('button', { name: 'Publish now' }).click()
  await page.getByText('No drafts').waitFor()
  const [post] = await postsSeen(bob, ann)
  expect(post).toMatchObject({ caption: 'Tomorrow' })

  await page.goto(`/p/${post?.id}`)
  await choose(page, 'Pin to profile')
  await page.getByText('Pinned to your profile.').waitFor()
  await page.goto(`/${ann.name}`)
  await page.getByRole('img', { name: 'Pinned' }).waitFor()
  await page.goto(`/p/${post?.id}`)
  await choose(page, 'Archive')
  await page.getByText('Archived. Only you see this post.').waitFor()
  expect(await postsSeen(bob, ann)).toEqual([])
  await page.goto('/settings/archive')
  await card(page, 'Tomorrow').getByRole('button', { name: 'Unarchive' }).click()
  await page.getByText('Nothing archived').waitFor()
  await page.goto(`/p/${post?.id}`)
  await choose(page, 'Delete')
  await page.getByText('You can restore it for 30 days.').waitFor()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByText('Post deleted. You can restore it for 30 days.').waitFor()
  await page.goto('/settings/deleted')
  await card(page, 'Tomorrow').getByRole('button', { name: 'Restore' }).click()
  await page.getByText('Nothing deleted').waitFor()
  await until(
    () => postsSeen(bob, ann),
    posts => posts.length === 1,
  )
  expect(faults).toEqual([])
})

it('a time that clocks pass over is not taken, and of one that they show twice the user chooses', async () => {
  const [ann] = await people(app, ['ann'])
  const { page } = await openPage({ ...desktop, timezoneId: 'Europe/London' })
  await signIn(page, ann.name)
  const { skipped, twice } = changesOf(new Date())
  await writePost(page, 'Over the change')
  await page.getByRole('switch', { name: 'Publish later' }).click()
  await page.getByLabel('Date and time').fill(skipped)
  await page.getByText('Clocks are put forward that day and pass over this time. Choose another one.').waitFor()
  expect(await page.getByRole('button', { name: 'Schedule' }).isDisabled()).toBe(true)
  await page.getByLabel('Date and time').fill(twice)
  await page.getByText(/^Will be published .* GMT\+1$/).waitFor()
  await page.getByRole('radio').nth(1).check()
  await page.getByText(/^Will be published .* GMT$/).waitFor()
})

/** The next half past one of London that is skipped, and the next that comes twice. */
function changesOf(now: Date) {
  const lastSunday = (year: number, month: number) => {
    const last = new Date(Date.UTC(year, month + 1, 0))
    last.setUTCDate(last.getUTCDate() - last.getUTCDay())
    return `${last.toISOString().slice(0, 10)}T01:30`
  }
  const next = (month: number) => {
    const years = [now.getUTCFullYear(), now.getUTCFullYear() + 1]
    return years.map(year => lastSunday(year, month)).find(at => at > now.toISOString()) ?? ''
  }
  return { skipped: next(2), twice: next(9) }
}

const postsSeen = async (viewer: Person, author: Person) =>
  (await viewer.client.call('users.posts', { username: author.name })).items

async function choose(page: Page, action: string) {
  await page.getByRole('button', { name: 'Post options' }).click()
  await page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click()
}
