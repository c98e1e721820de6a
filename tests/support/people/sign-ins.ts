import { Secret, TOTP } from 'otpauth'
import type { Tokens } from '#contract'
import type { TestApp } from '#support/app/use-app'
import { type Answer, ask } from '#support/transports/http'
import { password } from './people.ts'

export type Place = { ip?: string; agent?: string }
type Given = { login: unknown; password?: unknown; totp?: unknown; deviceToken?: unknown }

/** Signs in with the password of the tests unless told otherwise. An address counts where the app trusts a proxy. */
export const signIn = (app: Pick<TestApp, 'port'>, given: Given, place?: Place): Promise<Answer> =>
  ask(app, 'POST', '/v1/auth/sign-in', { body: { password, ...given }, headers: headersOf(place) })

export const headersOf = ({ ip, agent }: Place = {}) => ({
  ...(ip && { 'x-forwarded-for': ip }),
  ...(agent && { 'user-agent': agent }),
})

export const tokensIn = ({ body }: Answer) => body.tokens as Tokens

/** What an authenticator shows now, or so many steps of thirty seconds later. */
export const authenticatorCode = (secret: string, stepsLater = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + stepsLater * 30_000 })

/** The security notifications of a user, newest first. */
export async function securityTold(app: TestApp, token: string) {
  const { body } = await ask(app, 'GET', '/v1/notifications', { token })
  const items = body.items as { kind: string; security: { what: string; device: string; ip: string } | null }[]
  return items.flatMap(({ security }) => security ?? [])
}
