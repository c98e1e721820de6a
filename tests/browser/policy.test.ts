import type { BrowserContext } from 'playwright-core'
import { expect, it } from 'vitest'
import { desktop, signIn, usePages } from '#support/browser/use-pages'
import { until } from '#support/events/next-event'
import { makeModerator } from '#support/people/change-account'
import { person } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { fileOf, uploadWhole } from '#support/photos/uploads'

const { app, openPage } = usePages()

/** Opens pages, a few of them beside each other, and waits until each has all it asks for. */
async function visit(context: BrowserContext, paths: readonly string[]) {
  const waiting = [...paths]
  const inTurn = async () => {
    const page = await context.newPage()
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      await page.goto(path)
      await page.waitForLoadState('networkidle', { timeout: 60_000 })
      await page.locator('body *').first().waitFor()
    }
    await page.close()
  }
  await Promise.all(Array.from({ length: 4 }, inTurn))
}

it('no page violates its Content-Security-Policy', { timeout: 180_000 }, async () => {
  const [ann, bob] = [await person(app, 'ann'), await person(app, 'bob')]
  await makeModerator(app, ann)
  const image = await photo({ width: 1200, height: 900 })
  await bob.client.setPhoto(fileOf(image))
  const { id: mediaId } = await uploadWhole(bob.client, image)
  const { id: postId } = await bob.client.call('posts.create', { mediaIds: [mediaId], caption: 'Hello' })
  await ann.client.call('users.follow', { username: bob.name })
  const { id: conversationId } = await bob.client.call('conversations.open', { usernames: [ann.name] })
  await bob.client.call('messages.send', { conversationId, text: 'Hello' })

  const { page, context, faults } = await openPage(desktop)
  const open = ['/sign-in', '/sign-up', '/forgot-password', `/${bob.name}`, '/docs', '/docs/sockets', '/dev/mailbox']
  await visit(context, open)
  await page.goto('/docs/http')
  await page.locator('.opblock').first().waitFor()
  await page.goto('/')
  await signIn(page, ann.name)
  await page.getByRole('article').first().locator('img').first().waitFor()
  const settings = ['', '/profile', '/appearance', '/privacy', '/blocked', '/muted', '/password', '/contact']
  const more = ['/authenticator', '/devices', '/data', '/delete']
  const paths = [
    ...[
      '/search',
      '/create',
      '/notifications',
      '/messages',
      `/messages/${conversationId}`,
      `/p/${postId}`,
      `/${bob.name}`,
    ],
    ...['/moderation', '/nothing/here', ...[...settings, ...more].map(path => `/settings${path}`)],
  ]
  await visit(context, paths)

  // Previews, and the window in which a photo is cut, are made of pictures that the page has in its memory.
  const file = { name: 'fields.jpg', mimeType: 'image/jpeg', buffer: image }
  await page.goto('/create')
  await page.getByLabel('Choose photos').setInputFiles(file)
  const preview = page.locator('img[src^="blob:"]')
  await preview.waitFor()
  expect(await preview.evaluate(each => (each as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)
  page.on('dialog', dialog => void dialog.accept())
  await page.goto('/settings/profile')
  await page.getByRole('button', { name: 'Add a photo' }).click()
  await page.getByLabel('Choose a photo').setInputFiles(file)
  await page.getByLabel('Zoom').waitFor()
  expect(faults).toEqual([])

  // And a violation would have been noticed.
  await page.evaluate(() => document.body.append(Object.assign(document.createElement('script'), { text: 'stop()' })))
  const heard = await until(
    async () => faults.join('\n'),
    all => all !== '',
  )
  expect(heard).toContain('script-src')
})
