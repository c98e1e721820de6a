import { resolve } from 'node:path'
import { z } from 'zod'
import {
  flag,
  gateway,
  hostToListenOn,
  matching,
  oneOf,
  origins,
  positive,
  publicOrigin,
  secrets,
  sender,
  url,
  whole,
} from './config-values.ts'

export type Config = Readonly<{
  /** 0 takes any free port. */
  port: number
  /** An address, IPv6 without brackets, or a name. */
  host: string
  /** An absolute path; holds files, the embedded database and its secrets. */
  dataDir: string
  /** Without DATABASE_URL: PostgreSQL runs from the data folder, reachable only on this machine. */
  embedded: boolean
  databaseUrl: string | null
  /** The maximum of connections that this process opens to PostgreSQL. */
  databasePool: number
  redisUrl: string | null
  queueBackend: 'postgres' | 'redis'
  /** Newest first; the first signs, all verify. Empty only when embedded: the secret is in the data folder. */
  jwtSecrets: readonly string[]
  /** An origin without a trailing slash. */
  publicUrl: string | null
  corsOrigins: readonly string[]
  /** The number of proxies in front; 0 trusts no forwarding header. */
  trustProxy: number
  smtpUrl: string | null
  /** `Name <address>`. */
  mailFrom: string
  sms: Readonly<SmsConfig> | null
  s3: Readonly<S3Config> | null
  demo: boolean
  /** Multiplies every rate limit and the two connection limits. */
  rateLimitScale: number
  /** The maximum of connections of a user to this node, multiplied. */
  maxConnectionsPerUser: number
  /** The maximum of connections from an address to this node, multiplied. */
  maxConnectionsPerAddress: number
  mailbox: boolean
  logLevel: (typeof logLevels)[number]
  /** Whether this process also runs jobs. */
  workers: boolean
}>

/** An SMS gateway: `token` is its bearer token, `from` the sender of the messages. */
export type SmsConfig = { url: string; token?: string; from?: string }

/** Without the two keys, the role of the machine is used. */
export type S3Config = {
  bucket: string
  region: string
  endpoint?: string
  accessKeyId?: string
  secretAccessKey?: string
}

export type Environment = Record<string, string | undefined>

/** All faults of the environment; each begins with the name of its variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly faults: string[]

  constructor(faults: string[]) {
    super(`The configuration cannot be used:\n${faults.map(fault => `  ${fault}`).join('\n')}`)
    this.faults = faults
  }
}

/**
 * Reads and checks the whole configuration; an empty variable counts as unset.
 * @throws {ConfigError} with all faults at once
 */
export function readConfig(env: Environment = process.env): Config {
  const given: Environment = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  )
  const parsed = z.object(variables).safeParse(given)
  const own = parsed.error?.issues.map(issue => `${String(issue.path[0])} ${issue.message}`) ?? []
  const faults = [...own, ...faultsBetween(given)]
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults)

  const set = parsed.data
  const embedded = set.DATABASE_URL === undefined
  const scale = set.RATE_LIMIT_SCALE ?? 1
  const scaled = (limit: number) => Math.max(1, Math.round(limit * scale))
  return deepFreeze({
    port: set.PORT ?? 3000,
    host: set.HOST ?? (embedded ? '127.0.0.1' : '0.0.0.0'),
    dataDir: resolve(set.DATA_DIR ?? '.data'),
    embedded,
    databaseUrl: set.DATABASE_URL ?? null,
    databasePool: set.DATABASE_POOL ?? 10,
    redisUrl: set.REDIS_URL ?? null,
    queueBackend: set.QUEUE_BACKEND ?? (set.REDIS_URL ? 'redis' : 'postgres'),
    jwtSecrets: set.JWT_SECRET ?? [],
    publicUrl: set.PUBLIC_URL ?? null,
    corsOrigins: set.CORS_ORIGINS ?? [],
    trustProxy: set.TRUST_PROXY ?? 0,
    smtpUrl: set.SMTP_URL ?? null,
    mailFrom: set.MAIL_FROM ?? 'Heliograph <no-reply@heliograph.local>',
    sms: smsConfig(set),
    s3: s3Config(set),
    demo: set.DEMO ?? embedded,
    rateLimitScale: scale,
    maxConnectionsPerUser: scaled(set.MAX_CONNECTIONS_PER_USER ?? 100),
    maxConnectionsPerAddress: scaled(set.MAX_CONNECTIONS_PER_ADDRESS ?? 1_000),
    mailbox: set.MAILBOX ?? embedded,
    logLevel: set.LOG_LEVEL ?? 'info',
    workers: set.WORKERS ?? !set.REDIS_URL,
  })
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** The valid values of each variable; `.env.example` explains the variables. */
export const variables = {
  PORT: whole(0, 65_535),
  HOST: hostToListenOn(),
  PUBLIC_URL: publicOrigin(),
  CORS_ORIGINS: origins(),
  TRUST_PROXY: whole(0, 32),
  DATA_DIR: z.string().optional(),
  DATABASE_URL: url('postgres:', 'postgresql:'),
  DATABASE_POOL: whole(1, 1_000),
  REDIS_URL: url('redis:', 'rediss:'),
  QUEUE_BACKEND: oneOf('postgres', 'redis'),
  WORKERS: flag('on', 'off'),
  JWT_SECRET: secrets(),
  SMTP_URL: url('smtp:', 'smtps:'),
  MAIL_FROM: sender(),
  SMS_URL: gateway(),
  SMS_TOKEN: matching(/^[\x21-\x7e]+$/, 'must be visible ASCII characters without blanks'),
  SMS_FROM: matching(/^[\w +.-]{1,30}$/, 'must be a phone number or a short name, such as +441632960000'),
  MAILBOX: flag('on', 'off'),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().optional(),
  S3_ENDPOINT: url('http:', 'https:'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  DEMO: flag('1', '0'),
  RATE_LIMIT_SCALE: positive(),
  MAX_CONNECTIONS_PER_USER: whole(1, 1_000_000),
  MAX_CONNECTIONS_PER_ADDRESS: whole(1, 1_000_000),
  LOG_LEVEL: oneOf(...logLevels),
}

type Parsed = z.output<z.ZodObject<typeof variables>>

// Checks presence only, so that these faults are reported together with those of single variables.
function faultsBetween(given: Environment): string[] {
  const rules: [boolean, string][] = [
    [!!given.DATABASE_URL && !given.JWT_SECRET, 'JWT_SECRET must be set when DATABASE_URL is'],
    [
      !given.PUBLIC_URL && !!given.HOST?.includes('%'),
      'PUBLIC_URL must be set when HOST names a zone: no link can be made of such an address',
    ],
    [given.QUEUE_BACKEND === 'redis' && !given.REDIS_URL, 'REDIS_URL must be set when QUEUE_BACKEND is redis'],
    [
      !given.SMTP_URL && (given.DATABASE_URL ? given.MAILBOX !== 'on' : given.MAILBOX === 'off'),
      'SMTP_URL must be set, or MAILBOX=on to show mail on a page: otherwise no code ever reaches anyone',
    ],
    [!given.SMS_URL && !!(given.SMS_TOKEN || given.SMS_FROM), 'SMS_URL must be set when SMS_TOKEN or SMS_FROM is'],
    [!given.S3_BUCKET && s3Rest.some(name => given[name]), 'S3_BUCKET must be set when another S3_ variable is'],
    [!!given.S3_BUCKET && !given.S3_REGION, 'S3_REGION must be set when S3_BUCKET is'],
    [!!given.S3_ACCESS_KEY_ID && !given.S3_SECRET_ACCESS_KEY, 'S3_SECRET_ACCESS_KEY must be set with S3_ACCESS_KEY_ID'],
    [!given.S3_ACCESS_KEY_ID && !!given.S3_SECRET_ACCESS_KEY, 'S3_ACCESS_KEY_ID must be set with S3_SECRET_ACCESS_KEY'],
  ]
  return rules.flatMap(([broken, fault]) => (broken ? [fault] : []))
}

const s3Rest = ['S3_REGION', 'S3_ENDPOINT', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']

const smsConfig = ({ SMS_URL, SMS_TOKEN, SMS_FROM }: Parsed): SmsConfig | null =>
  SMS_URL === undefined
    ? null
    : { url: SMS_URL, ...(SMS_TOKEN && { token: SMS_TOKEN }), ...(SMS_FROM && { from: SMS_FROM }) }

function s3Config(set: Parsed): S3Config | null {
  if (!set.S3_BUCKET || !set.S3_REGION) return null
  return {
    bucket: set.S3_BUCKET,
    region: set.S3_REGION,
    ...(set.S3_ENDPOINT && { endpoint: set.S3_ENDPOINT }),
    ...(set.S3_ACCESS_KEY_ID && { accessKeyId: set.S3_ACCESS_KEY_ID }),
    ...(set.S3_SECRET_ACCESS_KEY && { secretAccessKey: set.S3_SECRET_ACCESS_KEY }),
  }
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (part && typeof part === 'object') deepFreeze(part)
  return Object.freeze(value)
}
