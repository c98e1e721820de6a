import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash as argonHash, verify as argonVerify } from '@node-rs/argon2'
import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { stage } from '#contract'
import { createSemaphore } from '#core/pipeline/semaphore'
import { createEncryption } from './encryption.ts'

/** OWASP's minimum for Argon2id: 19 MiB, two passes, one lane. */
const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** As many hashes at once as there are processors: more would not be sooner, and everything else would wait for them. */
const inTurn = createSemaphore({
  running: availableParallelism(),
  waiting: 500,
  busy: 'Too many are signing in; try again.',
})
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

/** Signs, verifies and hashes. `secrets` are newest first: the first signs, all verify. */
export function createCredentials(secrets: readonly string[]) {
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
    hashPassword: (password: string) => inTurn(() => argonHash(password.normalize('NFKC'), argon)),
    /** False for an account without a password too, in the same time. */
    async checkPassword(hash: string | null, password: string) {
      const known = hash ?? (await decoy)
      const matches = await inTurn(() => argonVerify(known, password.normalize('NFKC')))
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
    /** The claims, or null. jsonwebtoken alone accepts too much, so header and claims are held to the letter. */
    verifyAccess(token: string): AccessClaims | null {
      if (token.length > 2048) return null
      try {
        const [head = '', , signature = ''] = token.split('.')
        const { kid } = header.parse(JSON.parse(Buffer.from(head, 'base64url').toString()))
        const secret = keys.get(kid)
        // A signature spelled with loose bits is another text for the same token.
        if (secret === undefined || Buffer.from(signature, 'base64url').toString('base64url') !== signature) return null
        return claims.parse(jwt.verify(token, secret, { algorithms: ['HS256'], audience: 'access', issuer }))
      } catch {
        return null
      }
    },

    /** The refresh token of a session and number; nothing but the number is stored. */
    refreshToken: (sessionId: string, number: number) =>
      `${sessionId}.${number}.${derive(signing, 'refresh', sessionId, number).toString('base64url')}`,
    readRefreshToken(token: string): { sessionId: string; number: number } | null {
      const [sessionId = '', number = '', mac = ''] = token.split('.')
      if (!z.uuid().safeParse(sessionId).success || !/^[1-9]\d{0,8}$/.test(number)) return null
      return isMac(mac, 'refresh', sessionId, number) ? { sessionId, number: Number(number) } : null
    },

    /** Says that a device is known: names the first session on it. */
    deviceToken: (deviceId: string) => `${deviceId}.${derive(signing, 'device', deviceId).toString('base64url')}`,
    readDeviceToken(token: string): string | null {
      const [deviceId = '', mac = ''] = token.split('.')
      return z.uuid().safeParse(deviceId).success && isMac(mac, 'device', deviceId) ? deviceId : null
    },

    ...createEncryption(new Map(secrets.map(secret => [kidOf(secret), derive(secret, 'seal')])), randomBytes),

    /** The six digits of a code, by its id. */
    codeDigits: (codeId: string) => digitsOf(signing, codeId),
    /** Whether these are the digits of a code, sent under any of the live secrets. */
    isCode: (codeId: string, digits: string) =>
      secrets.map(secret => isSame(digitsOf(secret, codeId), digits)).includes(true),
    /** What the link of a letter holds in place of the digits: too long to be guessed, so that no tries are counted. */
    codeKey: (codeId: string) => derive(signing, 'code key', codeId).toString('base64url'),
    isCodeKey: (codeId: string, key: string) => isMac(key, 'code key', codeId),
    /** What is stored of a one-time secret that is too long to be guessed. */
    digest: (purpose: string, text: string) => createHash('sha256').update(`${purpose}\n${text}`).digest('base64url'),

    /** A key for another purpose, so that no two share one. */
    keyFor: (purpose: string) => derive(signing, 'key', purpose).toString('base64url'),
  }
}

export type Credentials = ReturnType<typeof createCredentials>

const kidOf = (secret: string) => createHash('sha256').update(`kid\n${secret}`).digest('hex').slice(0, 8)

function isSame(wanted: string, given: string) {
  const [a, b] = [Buffer.from(wanted), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}
