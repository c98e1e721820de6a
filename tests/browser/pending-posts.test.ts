import { expect, it } from 'vitest'
import { desktop, phone, signIn, usePages } from '#support/browser/use-pages'
import { until } from '#support/events/next-event'
import { type Person, person } from '#support/people/people'
import { whilePhotosWait } from '#support/photos/held-photos'
import { photo, truncatedJpeg } from '#support/photos/photo'
import { fileOf, uploadWhole } from '#support/photos/uploads'

const { app, openPage } = usePages()

/** A post that stays pending: its second photo is unreadable. */
async function stuckPost({ client }: Person, caption: string) {
  const photos = [await photo({ width: 600, height: 400 }), await truncatedJpeg()]
  const { id: postId } = await whilePhotosWait(app, async () => {
    const mediaIds: string[] = []
    for (const bytes of photos) mediaIds.push((await client.upload(fileOf(bytes))).id)
    return client.call('posts.create', { mediaIds, caption })
  })
  await until(
    () => client.call('posts.get', { postId }),
    post => post.media.every(media => media.status !== 'processing'),
    20_000,
  )
  return postId
}

it('a post with an unreadable photo is still there after a reload, and is published without it', async () => {
  const ann = await person(app, 'ann')
  const postId = await stuckPost(ann, 'One of two')
  const { page, faults } = await openPage(phone)
  await signIn(page, ann.name)
  const card = page.getByRole('region', { name: 'Unpublished post' })
  await card.getByText(/This post isn’t published\. .*cut off/).waitFor()
  await page.reload()
  await card.getByText('One of two').waitFor()
  await card.getByRole('img', { name: 'Couldn’t be processed' }).waitFor()
  expect(await card.getByRole('list', { name: 'Photos' }).getByRole('listitem').count()).toBe(2)
  expect(
    await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  ).toBeLessThanOrEqual(0)

  await card.getByRole('button', { name: 'Remove photo and publish' }).click()
  await page.getByText('Your post is live.').waitFor()
  await card.waitFor({ state: 'detached' })
  await page.getByRole('article').filter({ hasText: 'One of two' }).waitFor()
  expect(await ann.client.call('posts.get', { postId })).toMatchObject({ status: 'published', media: [{}] })
  await page.reload()
  await page.getByRole('article').filter({ hasText: 'One of two' }).waitFor()
  expect(await card.count()).toBe(0)
  expect(faults).toEqual([])
})

it('a photo found unreadable before the post is made is marked, and the rest is shared without it', async () => {
  const ann = await person(app, 'ann')
  const { page, faults } = await openPage(phone)
  await signIn(page, ann.name)
  // The second photo goes out when it is known that the first is unreadable.
  let sent = 0
  await page.route('**/v1/media', async route => {
    sent += 1
    const failed = () => app.query("select 1 from media where owner_id = ? and status = 'failed'", [ann.id])
    if (sent === 2) await until(failed, list => list.length === 1, 20_000)
    await route.continue()
  })
  await page.goto('/create')
  await page.getByLabel('Choose photos').setInputFiles([
    { name: 'cut-off.jpg', mimeType: 'image/jpeg', buffer: await truncatedJpeg() },
    { name: 'whole.jpg', mimeType: 'image/jpeg', buffer: await photo({ width: 600, height: 400 }) },
  ])
  await page.getByLabel('Caption').fill('What is left')
  await page.getByRole('button', { name: 'Share' }).click()
  await page.getByText('Remove it, or choose another.').waitFor()
  await page
    .locator('form')
    .getByText(/The photo is cut off/)
    .waitFor()
  await page.getByRole('button', { name: 'Remove photo 1' }).click()
  await page.getByRole('button', { name: 'Share' }).click()
  await page.getByRole('article').filter({ hasText: 'What is left' }).waitFor()
  const [post] = (await ann.client.call('users.posts', { username: ann.name })).items
  expect(post).toMatchObject({ caption: 'What is left', media: [{ status: 'ready' }] })
  expect(faults).toEqual([])
})

it('an unpublished post is deleted from the feed of its author on all their devices', async () => {
  const ann = await person(app, 'ann')
  const postId = await stuckPost(ann, 'Better not')
  const [{ page, faults }, { page: other }] = [await openPage(desktop), await openPage(phone)]
  for (const each of [page, other]) await signIn(each, ann.name)
  const cards = [page, other].map(each => each.getByRole('region', { name: 'Unpublished post' }))
  for (const card of cards) await card.getByText('Better not').waitFor()
  await cards[0]!.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await cards[0]!.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  for (const card of cards) await card.waitFor({ state: 'detached' })
  await page.getByText('Your feed starts here').waitFor()
  await expect(ann.client.call('posts.get', { postId })).rejects.toMatchObject({ code: 'not_found' })
  expect(faults).toEqual([])
})

it('the photos of a post are reordered and removed, and viewers see that live', async () => {
  const [ann, bob] = [await person(app, 'ann'), await person(app, 'bob')]
  const bytes = await photo({ width: 600, height: 400 })
  const media = await Promise.all(['Dawn', 'Noon', 'Dusk'].map(altText => uploadWhole(ann.client, bytes, altText)))
  const { id: postId } = await ann.client.call('posts.create', {
    mediaIds: media.map(each => each.id),
    caption: 'A day',
  })
  const [{ page: hers, faults }, { page: his }] = [await openPage(phone), await openPage(desktop)]
  await signIn(his, bob.name)
  await his.goto(`/p/${postId}`)
  const shown = (page: typeof his) =>
    page
      .getByRole('article')
      .locator('li img')
      .evaluateAll(images => images.map(image => image.getAttribute('alt')))
  await until(
    () => shown(his),
    names => names.join() === 'Dawn,Noon,Dusk',
  )

  await signIn(hers, ann.name)
  await hers.goto(`/p/${postId}`)
  await hers.getByRole('button', { name: 'Post options' }).click()
  await hers.getByRole('button', { name: 'Edit' }).click()
  const dialog = hers.getByRole('dialog', { name: 'Edit post' })
  await dialog.getByRole('button', { name: 'Move photo 3 up' }).click()
  await dialog.getByRole('button', { name: 'Remove photo 1' }).click()
  expect(await dialog.getByRole('button', { name: 'Move photo 1 up' }).isDisabled()).toBe(true)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await hers.getByText('Post updated.').waitFor()
  for (const page of [hers, his]) {
    await until(
      () => shown(page),
      names => names.join() === 'Dusk,Noon',
    )
  }
  expect((await bob.client.call('posts.get', { postId })).media.map(each => each.altText)).toEqual(['Dusk', 'Noon'])
  expect(faults).toEqual([])
})
