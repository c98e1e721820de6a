import { expect, it } from 'vitest'
import { desktop, signIn, usePages } from '#support/browser/use-pages'
import { person } from '#support/people/people'

const { app, openPage } = usePages()

it('a caption, a comment, a message and a bio link where the server says, and are plain text elsewhere', async () => {
  const [ann, bob] = [await person(app, 'ann'), await person(app, 'bob')]
  const text = `@ the beach with @${bob.name.toUpperCase()}, # 1 of #हिन्दी: https://example.org/@ines/photos#top. Mail ann.adams@example.org`
  const { id: postId } = await ann.client.call('posts.create', { caption: text })
  await bob.client.call('comments.create', { postId, text })
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  await ann.client.call('messages.send', { conversationId, text })
  await ann.client.call('users.update', { bio: 'By @bob and https://example.org/#a' })

  const { page, faults } = await openPage(desktop)
  await signIn(page, ann.name)
  for (const [path, within] of [
    [`/p/${postId}`, page.locator('main')],
    [`/messages/${conversationId}`, page.getByRole('list', { name: 'Messages' })],
  ] as const) {
    await page.goto(path)
    const words = within.getByText('@ the beach with', { exact: false })
    await words.first().waitFor()
    for (const each of await words.all()) {
      if (!(await each.isVisible())) continue
      expect((await each.textContent())?.endsWith(text)).toBe(true)
      const links = await each
        .locator('a')
        .evaluateAll(all => all.map(link => [link.textContent, link.getAttribute('href'), link.getAttribute('rel')]))
      expect(links.filter(([shown]) => shown?.startsWith('@') || shown?.startsWith('http'))).toEqual([
        [`@${bob.name.toUpperCase()}`, `/${bob.name}`, null],
        [
          'https://example.org/@ines/photos#top',
          'https://example.org/@ines/photos#top',
          expect.stringMatching(/noopener.*nofollow/),
        ],
      ])
      const hashtag = each.getByRole('link', { name: '#हिन्दी', exact: true })
      expect(await hashtag.getAttribute('href')).toBe(`/tags/${encodeURIComponent('हिन्दी')}`)
    }
  }
  await page.goto(`/${ann.name}`)
  await page.getByRole('link', { name: '@bob', exact: true }).waitFor()
  expect(await page.getByRole('link', { name: 'https://example.org/#a', exact: true }).getAttribute('target')).toBe(
    '_blank',
  )
  expect(faults).toEqual([])
})

it('emoji count as the server counts them, and a text that is too long is reported and not cut off', async () => {
  const [ann, bob] = [await person(app, 'ann'), await person(app, 'bob')]
  const { id: postId } = await bob.client.call('posts.create', { caption: 'Hello' })
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  const { page, faults } = await openPage(desktop)
  await signIn(page, ann.name)

  await page.goto('/create')
  const share = page.getByRole('button', { name: 'Share' })
  await page.getByLabel('Caption').fill('😀'.repeat(2201))
  await page.getByText('Too long: 2,201 of 2,200 characters.').waitFor()
  expect(await share.isDisabled()).toBe(true)
  await page.getByLabel('Caption').fill('😀'.repeat(2200))
  await page.getByText('2,200 / 2,200').waitFor()
  await page.getByLabel('Place').fill('🌅'.repeat(100))
  await share.click()
  await page.getByRole('article').first().waitFor()
  const { items } = await ann.client.call('users.posts', { username: ann.name })
  expect(items).toMatchObject([{ caption: '😀'.repeat(2200), location: { name: '🌅'.repeat(100) } }])

  await page.goto('/settings/profile')
  await page.getByLabel('Bio').fill('👩‍💻'.repeat(50))
  await page.getByText('150 of 150 characters').waitFor()
  await page.getByLabel('Name', { exact: true }).fill('🌅'.repeat(60))
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Profile saved.').waitFor()
  expect(await ann.client.call('users.me', {})).toMatchObject({ bio: '👩‍💻'.repeat(50), fullName: '🌅'.repeat(60) })
  await page.getByLabel('Name', { exact: true }).fill('🌅'.repeat(61))
  await page.getByText('Too long: 61 of 60 characters.').waitFor()

  await page.goto(`/p/${postId}`)
  const comment = page.getByLabel('Add a comment')
  await comment.fill(`${'😀'.repeat(2200)}!`)
  await page.getByText('Too long: 2,201 of 2,200 characters.').waitFor()
  await comment.press('Enter')
  await comment.fill('😀'.repeat(2200))
  await comment.press('Enter')
  await page.getByRole('list', { name: 'Comments' }).getByText('😀'.repeat(20)).waitFor()

  await page.goto(`/messages/${conversationId}`)
  await page.getByLabel('Message', { exact: true }).fill('😀'.repeat(5000))
  await page.keyboard.press('Enter')
  await page.getByText('Sent', { exact: true }).waitFor()
  expect((await bob.client.call('comments.list', { postId })).items).toMatchObject([{ text: '😀'.repeat(2200) }])
  expect((await bob.client.call('messages.list', { conversationId })).items).toMatchObject([
    { text: '😀'.repeat(5000) },
  ])
  expect(faults).toEqual([])
})

it('a path that is a JavaScript property name shows no profile', async () => {
  const ann = await person(app, 'ann')
  const { page, faults } = await openPage(desktop)
  await signIn(page, ann.name)
  for (const path of [
    '/constructor',
    '/__proto__',
    '/toString',
    '/p/constructor',
    '/p/__proto__',
    '/messages/valueOf',
  ]) {
    await page.goto(path)
    await page.getByText('Page not found').waitFor()
  }
  expect(faults).toEqual([])
})
