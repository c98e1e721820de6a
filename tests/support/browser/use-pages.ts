import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFailed } from 'vitest'
import { type TestApp, useApp } from '#support/app/use-app'
import { openBrowser } from '#support/browser/open-browser'
import { until } from '#support/events/next-event'
import { password } from '#support/people/people'

export const desktop = { viewport: { width: 1280, height: 860 } }
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

/** A node and a browser for the tests of a file. */
export function usePages() {
  const app = useApp()
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())
  return { app, openPage: (like: BrowserContextOptions) => openPage(browser, app.url, like) }
}

/** A browser context with one page, and its faults: thrown errors, foreign addresses, policy violations. */
async function openPage(browser: Browser, url: string, like: BrowserContextOptions) {
  const origin = like.baseURL ?? url
  const context = await browser.newContext({ baseURL: origin, ...like })
  context.setDefaultTimeout(45_000)
  const faults: string[] = []
  context.on('page', page => watchFaults(page, origin, faults))
  // Attempts that the page catches, such as `eval`, appear in this event only.
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      console.error(`Content Security Policy: ${effectiveDirective} forbids ${blockedURI}`),
    )
  })
  const page = await context.newPage()
  onTestFailed(async () => {
    for (const each of context.pages()) console.error(each.url(), await each.locator('body').textContent(), faults)
  })
  await page.goto('/')
  return { page, context, faults }
}

function watchFaults(page: Page, url: string, faults: string[]) {
  page.on('pageerror', error => faults.push(error.message))
  page.on('requestfinished', request => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) faults.push(request.url())
  })
  page.on('console', message => message.text().includes('Content Security Policy') && faults.push(message.text()))
}

/** From the first page to the feed, without a photo. */
export async function signUp(app: TestApp, page: Page, username: string, fullName: string) {
  await verifyContact(app, page, `${username}@example.org`)
  await nameOneself(page, username, fullName)
  await page.getByRole('button', { name: 'Skip for now' }).click()
  await page.getByRole('link', { name: 'Go to my feed' }).click()
}

export async function verifyContact(app: TestApp, page: Page, contact: string) {
  await page.getByRole('link', { name: 'Create an account' }).click()
  // Exactly: the page before has a field whose label ends so.
  await page.getByLabel('Email or phone', { exact: true }).fill(contact)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('link', { name: 'Open the mailbox' }).waitFor()
  await page.getByLabel('Code').fill(await mailedCode(app, contact))
  await page.getByLabel('Full name').waitFor()
}

export async function nameOneself(page: Page, username: string, fullName: string) {
  await page.getByLabel('Full name').fill(fullName)
  await page.getByLabel('User name').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByText(`${username} is available.`).waitFor()
  await page.getByRole('button', { name: 'Next' }).click()
}

/** The digits of the newest message to an address, unless they are those of an earlier one. */
export async function mailedCode(app: TestApp, to: string, earlier = ''): Promise<string> {
  type SentMessage = { to: string; text: string }
  const digits = async () => {
    const { items } = (await (await fetch(`${app.url}/dev/mailbox.json`)).json()) as { items: SentMessage[] }
    const codes = items.filter(each => each.to === to).map(each => /\b\d{6}\b/.exec(each.text)?.[0])
    return codes.find(code => code !== undefined && code !== earlier) ?? ''
  }
  return until(digits, code => code !== '', 30_000)
}

export async function signIn(page: Page, username: string, secret = password) {
  await typeCredentials(page, username, secret)
  await page.getByRole('link', { name: 'Messages' }).waitFor()
}

export async function typeCredentials(page: Page, login: string, secret = password) {
  await page.getByLabel('User name, email or phone').fill(login)
  await page.getByLabel('Password', { exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Sign in' }).click()
}
