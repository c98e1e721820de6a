import { expect, it } from 'vitest'
import { desktop, phone, signIn, usePages } from '#support/browser/use-pages'
import { person } from '#support/people/people'

const { app, openPage } = usePages()

it('a user is found by a misspelled name, with the keyboard alone', async () => {
  const [ann, zebedee] = [await person(app, 'ann'), await person(app, 'zebedee')]
  const { page, faults } = await openPage(desktop)
  await signIn(page, ann.name)
  await page.getByRole('link', { name: 'Search' }).press('Enter')
  await page.getByRole('searchbox').waitFor()
  await page.keyboard.type('zebedde')
  const found = page.getByRole('list', { name: 'People' }).getByRole('link', { name: zebedee.name })
  await found.press('Enter')
  const options = page.getByRole('button', { name: 'More options' })
  await options.press('Enter')
  expect(await page.title()).toContain(`zebedee (${zebedee.name}) · Heliograph`)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: `Block ${zebedee.name}?` }).waitFor()
  // The first key press must not do what is hard to undo.
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Cancel' }).press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await options.evaluate(button => button === document.activeElement)).toBe(true)
  await page.goBack()
  await found.waitFor()
  await page.getByRole('searchbox').fill('')
  await page.getByRole('region', { name: 'Recent searches' }).getByText(zebedee.name).waitFor()
  expect(faults).toEqual([])
})

it('a page that cannot be loaded says so, and loads when the connection is back', async () => {
  const bob = await person(app, 'bob')
  const { page, context } = await openPage(phone)
  // Socket.IO takes no notice of a lost network where the server is called localhost.
  await page.goto(app.url.replace('localhost', '127.0.0.1'))
  await signIn(page, bob.name)
  await page.getByText('Your feed starts here').waitFor()
  await context.setOffline(true)
  await page.getByRole('link', { name: /^Notifications/ }).click()
  await page.getByText('Couldn’t load this').waitFor()
  await context.setOffline(false)
  await page.getByText('New sign-in').waitFor()
})
