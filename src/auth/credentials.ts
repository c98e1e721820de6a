import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { hash as argonHash, verify as argonVerify } from '@node-rs/argon2'
import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { stage } from '#contract'
import { createEncryption } from './encryption.ts'

/** OWASP's minimum for Argon2id: 19 MiB, two passes, one thread. */
const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const accessSeconds = 15 * 60
const issuer = 'heliograph'

const header = z.strictObject({ alg: z.literal('HS256'), typ: z.literal('JWT'), kid: z.string() })
const claims = z.strictObject({
  iss: z.literal(issuer),
  aud: z.literal('access'),
  sub: z.uuid(),
  sid: z.uuid(),
  stage,
  iat: z.int(),
  exp: z.int(),
})
export type AccessClaims = z.infer<typeof claims>

type LimitHashing = <T>(run: () => Promise<T>) => Promise<T>

/**
 * Signs, verifies, encrypts and hashes. `secrets` are newest first: the first signs, all verify. `limitHashing` bounds how many
 * passwords are hashed at once.
 */
export function createCredentials(secrets: readonly string[], limitHashing: LimitHashing = run => run()) {
  const keys = new Map(secrets.map(secret => [kidOf(secret), secret]))
  const [signing = ''] = secrets
  const derive = (secret: string, ...parts: (string | number)[]) =>
    createHmac('sha256', secret).update(parts.join('\n')).digest()
  const isMac = (mac: string, ...parts: (string | number)[]) =>
    secrets.some(secret => isSame(derive(secret, ...parts).toString('base64url'), mac))
  const digitsOf = (secret: string, codeId: string) =>
    String(derive(secret, 'code', codeId).readUInt32BE() % 1_000_000).padStart(6, '0')
  const decoy = argonHash(randomBytes(16).toString('hex'), argon)

  return {
    hashPassword: (password: string) => limitHashing(() => argonHash(password.normalize('NFKC'), argon)),
    /** False for an account without a password as well, after the same time. */
    async checkPassword(hash: string | null, password: string) {
      const known = hash ?? (await decoy)
      const matches = await limitHashing(() => argonVerify(known, password.normalize('NFKC')))
      return hash !== null && matches
    },

    signAccess(subject: { userId: string; sessionId: string; stage: AccessClaims['stage'] }) {
      const iat = Math.floor(Date.now() / 1000)
      const payload = {
        iss: issuer,
        aud: 'access',
        sub: subject.userId,
        sid: subject.sessionId,
        stage: subject.stage,
        iat,
      }
      const exp = iat + accessSeconds
      const token = jwt.sign({ ...payload, exp }, signing, { algorithm: 'HS256', keyid: kidOf(signing) })
      return { token, expiresAt: new Date(exp * 1000) }
    },
    /** The claims, or null. Stricter than jsonwebtoken: header and claims must have exactly the expected fields. */
    verifyAccess(token: string): AccessClaims | null {
      if (token.length > 2048) return null
      try {
        const [head = '', , signature = ''] = token.split('.')
        const { kid } = header.parse(JSON.parse(Buffer.from(head, 'base64url').toString()))
        const secret = keys.get(kid)
        // With stray bits in its last character, a signature would have several spellings.
        if (secret === undefined || Buffer.from(signature, 'base64url').toString('base64url') !== signature) return null
        return claims.parse(jwt.verify(token, secret, { algorithms: ['HS256'], audience: 'access', issuer }))
      } catch {
        return null
      }
    },

    /** The refresh token of a session and number; only the number is stored. */
    refreshToken: (sessionId: string, number: number) =>
      `${sessionId}.${number}.${derive(signing, 'refresh', sessionId, number).toString('base64url')}`,
    readRefreshToken(token: string): { sessionId: string; number: number } | null {
      const [sessionId = '', number = '', mac = ''] = token.split('.')
      if (!z.uuid().safeParse(sessionId).success || !/^[1-9]\d{0,8}$/.test(number)) return null
      return isMac(mac, 'refresh', sessionId, number) ? { sessionId, number: Number(number) } : null
    },

    /** Identifies a known device by the id of its first session. */
    deviceToken: (deviceId: string) => `${deviceId}.${derive(signing, 'device', deviceId).toString('base64url')}`,
    readDeviceToken(token: string): string | null {
      const [deviceId = '', mac = ''] = token.split('.')
      return z.uuid().safeParse(deviceId).success && isMac(mac, 'device', deviceId) ? deviceId : null
    },

    ...createEncryption(new Map(secrets.map(secret => [kidOf(secret), derive(secret, 'seal')])), randomBytes),

    /** The six digits of a code, derived from its id. */
    codeDigits: (codeId: string) => digitsOf(signing, codeId),
    /** Whether these are the digits of a code under any of the live secrets. */
    isCode: (codeId: string, digits: string) =>
      secrets.map(secret => isSame(digitsOf(secret, codeId), digits)).includes(true),
    /** The key in the link of a message, in place of the digits: too long to guess, so tries are not counted. */
    codeKey: (codeId: string) => derive(signing, 'code key', codeId).toString('base64url'),
    isCodeKey: (codeId: string, key: string) => isMac(key, 'code key', codeId),
    /** The stored form of a one-time secret that is too long to guess. */
    digest: (purpose: string, text: string) => createHash('sha256').update(`${purpose}\n${text}`).digest('base64url'),

    /** A key for another purpose; no two purposes share one. */
    keyFor: (purpose: string) => derive(signing, 'key', purpose).toString('base64url'),
  }
}

export type Credentials = ReturnType<typeof createCredentials>

const kidOf = (secret: string) => createHash('sha256').update(`kid\n${secret}`).digest('hex').slice(0, 8)

function isSame(expected: string, given: string) {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}
