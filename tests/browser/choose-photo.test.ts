import { expect, it } from 'vitest'
import { desktop, signIn, usePages } from '#support/browser/use-pages'
import { until } from '#support/events/next-event'
import { person } from '#support/people/people'
import { photo } from '#support/photos/photo'

const { app, openPage } = usePages()

it.each([
  ['image/jpg', 'fields.jpg'],
  ['image/pjpeg', 'fields.jpeg'],
  ['application/octet-stream', 'fields'],
  ['text/plain', 'fields.txt'],
])(
  'The page accepts a JPEG that the browser calls %s, by its content.',
  { timeout: 120_000 },
  async (mimeType, name) => {
    const { page } = await openPage(desktop)
    await signIn(page, (await person(app, 'ann')).name)
    await page.goto('/create')
    await page.getByLabel('Choose photos').setInputFiles({ name, mimeType, buffer: await photo() })
    await page.getByLabel('Description of photo 1').fill('Four fields')
    await page.getByRole('button', { name: 'Share' }).click()
    const picture = page.getByAltText('Four fields')
    await picture.waitFor()
    await until(
      () => picture.evaluate(image => (image as HTMLImageElement).naturalWidth),
      width => width > 0,
    )
  },
)

it('The page rejects a text named photo.jpg, and keeps the photos chosen before.', {
  timeout: 120_000,
}, async () => {
  const { page } = await openPage(desktop)
  await signIn(page, (await person(app, 'ann')).name)
  await page.goto('/create')
  await page
    .getByLabel('Choose photos')
    .setInputFiles({ name: 'a.png', mimeType: '', buffer: await photo({ format: 'png' }) })
  await page.getByLabel('Description of photo 1').waitFor()
  const text = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Dear diary') }
  await page.getByLabel('Choose photos').setInputFiles(text)
  await page.getByText('Only JPEG, PNG, WebP, GIF and AVIF photos can be posted.').waitFor()
  expect(await page.getByLabel(/^Description of photo/).count()).toBe(1)
})

it('The page shows the error of a server that cannot store photos now, and sends the photo at the next try.', {
  timeout: 120_000,
}, async () => {
  const { page } = await openPage(desktop)
  await signIn(page, (await person(app, 'ann')).name)
  await page.goto('/create')
  await page
    .getByLabel('Choose photos')
    .setInputFiles({ name: 'fields.jpg', mimeType: 'image/jpeg', buffer: await photo() })
  await page.getByLabel('Description of photo 1').fill('Four fields')
  const detail = 'Files cannot be stored or read at the moment; try again later.'
  await page.route('**/v1/media', route =>
    route.fulfill({ status: 503, json: { code: 'unavailable', detail, retryAfter: 30 } }),
  )
  await page.getByRole('button', { name: 'Share' }).click()
  await page.getByRole('alert').getByText(detail).waitFor()
  await page.unroute('**/v1/media')
  await page.getByRole('button', { name: 'Share' }).click()
  await page.getByAltText('Four fields').waitFor()
})
