import { Secret, TOTP } from 'otpauth'
import { expect, it } from 'vitest'
import {
  desktop,
  mailedCode,
  nameOneself,
  phone,
  signIn,
  typeCredentials,
  usePages,
  verifyContact,
} from '#support/browser/use-pages'
import { until } from '#support/events/next-event'
import { messageTo } from '#support/messages/mailbox'
import { makeModerator } from '#support/people/change-account'
import { clientOf, newestCode, password, person } from '#support/people/people'
import { photo } from '#support/photos/photo'

const { app, openPage } = usePages()

it('a user signs up on a phone, leaves half way, comes back, and ends with a photo and a friend', async () => {
  const bob = await person(app, 'bob')
  const { page, context, faults } = await openPage(phone)
  await verifyContact(app, page, 'wanda@example.org')
  await page.getByLabel('Full name').fill('Wanda Weaver')
  await page.close()

  const again = await context.newPage()
  await again.goto('/')
  await until(
    () => again.getByLabel('Full name').inputValue(),
    name => name === 'Wanda Weaver',
  )
  await again.getByLabel('User name').fill(bob.name)
  await again.getByText(`${bob.name} is taken`).waitFor()
  await nameOneself(again, 'wanda', 'Wanda Weaver')

  const file = { name: 'fields.jpg', mimeType: 'image/jpeg', buffer: await photo({ width: 1200, height: 1500 }) }
  await again.getByLabel('Choose a photo').setInputFiles(file)
  await again.getByLabel('Zoom').fill('2')
  await again.getByRole('button', { name: 'Use this photo' }).click()
  await again.getByRole('button', { name: `Follow: ${bob.name}` }).click()
  await again.getByRole('button', { name: `Following: ${bob.name}` }).waitFor()
  expect(
    await again.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  ).toBeLessThanOrEqual(0)
  await again.getByRole('link', { name: 'Go to my feed' }).click()

  await again.getByRole('link', { name: 'Profile' }).click()
  const face = again.locator('main img')
  await face.waitFor()
  await until(
    () => face.evaluate(image => (image as HTMLImageElement).src),
    source => source.startsWith(app.url),
    30_000,
  )
  const { photo: shown } = await bob.client.call('users.get', { username: 'wanda' })
  expect([shown?.width, shown?.height]).toEqual([600, 600])
  expect((await bob.client.call('users.followers', { username: bob.name })).items.map(each => each.username)).toEqual([
    'wanda',
  ])
  expect(faults).toEqual([])
})

it('a private account gets a request and answers it, and a user it blocks no longer finds it', async () => {
  const [ann, bob] = [await person(app, 'ann'), await person(app, 'bob')]
  await ann.client.call('posts.create', { caption: 'For friends' })
  const { page: hers, faults } = await openPage(desktop)
  await signIn(hers, ann.name)
  await hers.goto('/settings/privacy')
  await hers.getByRole('switch', { name: 'Private account' }).click()
  await hers.getByText('Your account is now private.').waitFor()

  const { page: his, faults: hisFaults } = await openPage(phone)
  await his.goto(`/${ann.name}`)
  await his.getByRole('heading', { name: `See what ann shares` }).waitFor()
  await his.goto('/')
  await signIn(his, bob.name)
  await his.goto(`/${ann.name}`)
  await his.getByText('This account is private').waitFor()
  await his
    .getByRole('button', { name: `Follow: ${ann.name}` })
    .first()
    .click()
  await his
    .getByRole('button', { name: `Requested: ${ann.name}` })
    .first()
    .waitFor()

  await hers.getByRole('link', { name: /^Notifications/ }).click()
  await hers.getByRole('button', { name: `Accept: ${bob.name}` }).click()
  await his.getByText('For friends').waitFor()
  await his.getByRole('button', { name: `Following: ${ann.name}` }).waitFor()

  await hers.goto(`/${ann.name}`)
  await hers.getByRole('button', { name: '1 follower' }).click()
  await hers.getByRole('dialog', { name: 'Followers' }).getByRole('link', { name: bob.name }).click()
  await hers.getByRole('button', { name: 'More options' }).click()
  await hers.getByRole('button', { name: 'Block' }).click()
  await hers
    .getByRole('dialog', { name: `Block ${bob.name}?` })
    .getByRole('button', { name: 'Block' })
    .click()
  await hers.getByText(`You blocked ${bob.name}.`).waitFor()
  await his.reload()
  await his.getByText('Page not found').waitFor()
  await hers.goto('/settings/blocked')
  await hers.getByRole('button', { name: `Unblock: ${bob.name}` }).click()
  await hers.getByText('You haven’t blocked anyone').waitFor()
  await his.reload()
  await his.getByText('This account is private').waitFor()
  expect([...faults, ...hisFaults]).toEqual([])
})

it('when one user blocks another, their conversation and profiles leave the pages of both at once', async () => {
  const [ann, bob] = [await person(app, 'ann'), await person(app, 'bob')]
  await bob.client.call('users.follow', { username: ann.name })
  const { id: conversationId } = await bob.client.call('conversations.open', { usernames: [ann.name] })
  await bob.client.call('messages.send', { conversationId, text: 'Hello, Ann' })
  const [{ page: hers, context }, { page: his, faults }] = [await openPage(desktop), await openPage(desktop)]
  await signIn(hers, ann.name)
  await hers.goto('/messages')
  await hers.getByText('Hello, Ann').waitFor()
  const notified = await context.newPage()
  await notified.goto('/notifications')
  await notified.getByText('started following you').waitFor()
  await signIn(his, bob.name)
  await his.goto(`/messages/${conversationId}`)
  await his.getByText('Hello, Ann').last().waitFor()

  await ann.client.call('users.block', { username: bob.name })
  await hers.getByText('No messages yet').waitFor()
  await notified.getByText('started following you').waitFor({ state: 'detached' })
  await his.getByText('This conversation is gone').waitFor()
  await his.getByText('No messages yet').waitFor()
  expect(faults).toEqual([])
})

it('a changed password signs out, and an authenticator is asked for at the next sign-in', async () => {
  const cy = await person(app, 'cy')
  const { page, faults } = await openPage(phone)
  await signIn(page, cy.name)

  await page.goto('/settings/authenticator')
  await page.getByLabel('Current password', { exact: true }).fill('not my password')
  await page.getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByLabel('Current password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('img', { name: /QR code/ }).waitFor()
  const secret = (await page.locator('main code').textContent())?.replaceAll(' ', '') ?? ''
  await page.getByLabel('Code from the app').fill(codeOf(secret))
  await page.getByRole('button', { name: 'I saved them' }).waitFor()
  const codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allTextContents()
  expect(codes).toHaveLength(10)
  await page.getByRole('button', { name: 'I saved them' }).click()

  const changed = 'harbour lights at dawn'
  await page.goto('/settings/password')
  await page.getByLabel('Current password', { exact: true }).fill(password)
  await page.getByLabel('New password', { exact: true }).fill(changed)
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('Your password was changed').waitFor()

  await typeCredentials(page, cy.name, changed)
  await page.getByLabel('Authenticator code').fill('000000')
  await page.getByRole('alert').waitFor()
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code').fill(codes[0]!)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'Messages' }).waitFor()
  expect(faults).toEqual([])
})

it('a forgotten password is reset, data is exported, and a deletion is undone', async () => {
  const dora = await person(app, 'dora')
  const contact = `${dora.name}@example.org`
  const { page, faults } = await openPage(phone)
  const first = await newestCode(app, contact)
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await page.getByLabel('Email or phone', { exact: true }).fill(contact)
  await page.getByRole('button', { name: 'Send code' }).click()
  await page.getByLabel('Code').fill(await mailedCode(app, contact, first))
  await page.getByLabel('New password', { exact: true }).fill('lanterns on the quay')
  await page.getByRole('button', { name: 'Set password' }).click()
  await page.getByText('Your password was changed').waitFor()
  await signIn(page, contact, 'lanterns on the quay')

  await page.goto('/settings/data')
  await page.getByRole('button', { name: 'Request file' }).click()
  const file = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download' }).click()
  expect((await file).suggestedFilename()).toBe('heliograph.zip')

  await page.goto('/settings/delete')
  await page.getByLabel('Current password', { exact: true }).fill('lanterns on the quay')
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await page.getByText('Your account was deleted.').waitFor()
  await typeCredentials(page, dora.name, 'lanterns on the quay')
  await page.getByRole('button', { name: 'Restore account' }).click()
  await page.getByRole('link', { name: 'Messages' }).waitFor()
  expect(faults).toEqual([])
})

it('the link in a mail leads to a new password without typing a code, and leaves the address bar', async () => {
  const dora = await person(app, 'dora')
  const contact = `${dora.name}@example.org`
  const { page, faults } = await openPage(phone)
  await clientOf(app).call('auth.forgotPassword', { contact })
  const { text } = await messageTo(app, contact, message => message.text.includes('/forgot-password#'))
  const { pathname, hash } = new URL(/https?:\S+#\S+/.exec(text)?.[0] ?? '')
  await page.goto(`${pathname}${hash}`)
  await page.getByText(contact).waitFor()
  await page.waitForURL('**/forgot-password')
  await page.getByLabel('New password', { exact: true }).fill('lanterns on the quay')
  await page.getByRole('button', { name: 'Set password' }).click()
  await page.getByText('Your password was changed').waitFor()
  await signIn(page, dora.name, 'lanterns on the quay')
  // Followed once more, it says what to do.
  await page.goto(`${pathname}${hash}`)
  await page.getByLabel('New password', { exact: true }).fill('boats on the slipway')
  await page.getByRole('button', { name: 'Set password' }).click()
  await page.getByText('This code is no longer good: ask for a new one.').waitFor()
  await page.getByRole('link', { name: 'Get a new code' }).click()
  await page.getByRole('button', { name: 'Send code' }).waitFor()
  expect(faults).toEqual([])
})

it('a report reaches a moderator, who removes the content', async () => {
  const [ann, eve] = [await person(app, 'ann'), await person(app, 'eve')]
  const { id: postId } = await eve.client.call('posts.create', { caption: 'Cheap lamps!' })
  await makeModerator(app, ann)
  const { page, faults } = await openPage(phone)
  await signIn(page, ann.name)
  await page.goto(`/p/${postId}`)
  await page.getByRole('button', { name: 'Post options' }).click()
  await page.getByRole('button', { name: 'Report' }).click()
  await page.getByRole('button', { name: 'Spam or fraud' }).click()
  await page.getByRole('button', { name: 'Send report' }).click()
  await page.getByRole('button', { name: 'Done' }).click()

  await page.goto('/settings')
  await page.getByRole('link', { name: 'Moderation' }).click()
  const report = page.getByRole('article', { name: 'Report: Spam or fraud' })
  await report.getByText('Cheap lamps!').waitFor()
  await report.getByRole('button', { name: 'Remove post' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByText('No open reports').waitFor()
  await page.getByRole('tab', { name: 'Audit' }).click()
  await page.getByText('removed a post').waitFor()
  await page.goto(`/p/${postId}`)
  await page.getByText('Page not found').waitFor()
  expect(faults).toEqual([])
})

const codeOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate()
