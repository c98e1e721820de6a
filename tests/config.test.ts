import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, type Environment, readConfig, variables } from '#config'

const secret = 'k3yVxO2sQ8mZr7TgLw5eNb1uHj4cAf9d'
const hosted = { DATABASE_URL: 'postgres://db.example/heliograph', JWT_SECRET: secret, SMTP_URL: 'smtp://mail.example' }

describe('an empty environment', () => {
  test('is an embedded start that keeps to this machine', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: resolve('.data'),
      embedded: true,
      databaseUrl: null,
      databasePool: 10,
      redisUrl: null,
      queueBackend: 'postgres',
      jwtSecrets: [],
      publicUrl: null,
      corsOrigins: [],
      trustProxy: 0,
      smtpUrl: null,
      mailFrom: 'Heliograph <no-reply@heliograph.local>',
      sms: null,
      s3: null,
      demo: true,
      rateLimitScale: 1,
      maxConnectionsPerUser: 100,
      maxConnectionsPerAddress: 1000,
      mailbox: true,
      logLevel: 'info',
      workers: true,
    })
  })

  test('is equal to one whose variables are blank', () => {
    expect(readConfig({ DATABASE_URL: '', PORT: ' ', S3_BUCKET: '' })).toEqual(readConfig({}))
  })
})

describe('a hosted start', () => {
  test('listens on all addresses, shows no mailbox and adds no demo', () => {
    expect(readConfig(hosted)).toMatchObject({
      host: '0.0.0.0',
      embedded: false,
      databaseUrl: hosted.DATABASE_URL,
      jwtSecrets: [secret],
      mailbox: false,
      demo: false,
    })
  })

  test('with Redis puts its queues there and leaves jobs to workers', () => {
    const redis = { ...hosted, REDIS_URL: 'rediss://:p%40ss@cache.example:6380/1' }
    expect(readConfig(redis)).toMatchObject({ redisUrl: redis.REDIS_URL, queueBackend: 'redis', workers: false })
    expect(readConfig({ ...redis, QUEUE_BACKEND: 'postgres', WORKERS: 'on' })).toMatchObject({
      queueBackend: 'postgres',
      workers: true,
    })
  })

  test('needs no mail server when the mailbox is on', () => {
    expect(readConfig({ ...hosted, SMTP_URL: '', MAILBOX: 'on' })).toMatchObject({ mailbox: true, smtpUrl: null })
  })
})

test('lists keep their order, and origins lose their trailing slash', () => {
  const config = readConfig({
    JWT_SECRET: `${secret.toUpperCase()}, ${secret},`,
    CORS_ORIGINS: 'https://a.example/, http://localhost:5173',
    PUBLIC_URL: 'https://photos.example:8443/',
  })
  expect(config.jwtSecrets).toEqual([secret.toUpperCase(), secret])
  expect(config.corsOrigins).toEqual(['https://a.example', 'http://localhost:5173'])
  expect(config.publicUrl).toBe('https://photos.example:8443')
})

test('S3 needs keys and an endpoint, or the role of the machine', () => {
  const bucket = { S3_BUCKET: 'photos', S3_REGION: 'eu-central-1' }
  expect(readConfig(bucket).s3).toEqual({ bucket: 'photos', region: 'eu-central-1' })
  const keys = { S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'key', S3_ENDPOINT: 'http://localhost:9000' }
  expect(readConfig({ ...bucket, ...keys }).s3).toEqual({
    bucket: 'photos',
    region: 'eu-central-1',
    endpoint: 'http://localhost:9000',
    accessKeyId: 'id',
    secretAccessKey: 'key',
  })
})

test('text messages need only a gateway address, and the mail sender may have a name', () => {
  expect(readConfig({ SMS_URL: 'https://sms.example/send?key=a' }).sms).toEqual({
    url: 'https://sms.example/send?key=a',
  })
  expect(readConfig({ SMS_URL: 'http://127.0.0.1:9/', SMS_TOKEN: 'abc', SMS_FROM: '+441632960000' }).sms).toEqual({
    url: 'http://127.0.0.1:9/',
    token: 'abc',
    from: '+441632960000',
  })
  for (const MAIL_FROM of ['no-reply@photos.example', 'The Photos <no-reply@photos.example>'])
    expect(readConfig({ MAIL_FROM }).mailFrom).toBe(MAIL_FROM)
})

test('the configuration is frozen at every depth', () => {
  const config = readConfig({ ...hosted, S3_BUCKET: 'photos', S3_REGION: 'eu-central-1' })
  for (const part of [config, config.jwtSecrets, config.corsOrigins, config.s3])
    expect(Object.isFrozen(part)).toBe(true)
})

describe('faults', () => {
  test('are reported together, each beginning with its variable', () => {
    const faults = inputErrors({
      PORT: '70000',
      HOST: 'http://here',
      DATABASE_URL: 'mysql://db.example',
      REDIS_URL: 'cache.example:6379',
      QUEUE_BACKEND: 'kafka',
      WORKERS: 'yes',
      CORS_ORIGINS: '*',
      PUBLIC_URL: 'photos.example',
      TRUST_PROXY: '-1',
      S3_REGION: 'eu-central-1',
      S3_ACCESS_KEY_ID: 'id',
      DEMO: 'true',
      RATE_LIMIT_SCALE: '0',
      LOG_LEVEL: 'loud',
      DATABASE_POOL: '0',
    })
    expect(faults.map(fault => fault.split(' ')[0]).sort()).toEqual([
      'CORS_ORIGINS',
      'DATABASE_POOL',
      'DATABASE_URL',
      'DEMO',
      'HOST',
      'JWT_SECRET',
      'LOG_LEVEL',
      'PORT',
      'PUBLIC_URL',
      'QUEUE_BACKEND',
      'RATE_LIMIT_SCALE',
      'REDIS_URL',
      'S3_BUCKET',
      'S3_SECRET_ACCESS_KEY',
      'SMTP_URL',
      'TRUST_PROXY',
      'WORKERS',
    ])
  })

  test('are all in the message, which shows no value', () => {
    const env = { ...hosted, JWT_SECRET: 'hunter2', REDIS_URL: 'http://:hunter3@cache.example' }
    const error = errorOf(env)
    expect(error.message).toContain('JWT_SECRET must be')
    expect(error.message).toContain('REDIS_URL must be')
    expect(error.message).not.toMatch(/hunter/)
  })

  test.each([
    ['a short secret', { JWT_SECRET: secret.slice(1) }, 'JWT_SECRET'],
    ['a short secret behind a good one', { JWT_SECRET: `${secret},short` }, 'JWT_SECRET'],
    ['a long secret that anybody guesses', { JWT_SECRET: 'changeme'.repeat(5) }, 'JWT_SECRET'],
    ['no secret at all', { JWT_SECRET: '' }, 'JWT_SECRET'],
    ['a list of nothing', { JWT_SECRET: ', ,' }, 'JWT_SECRET'],
    ['no way for mail to go', { SMTP_URL: '' }, 'SMTP_URL'],
    ['a Redis queue without Redis', { QUEUE_BACKEND: 'redis' }, 'REDIS_URL'],
    ['a bucket without its region', { S3_BUCKET: 'photos' }, 'S3_REGION'],
    ['a gateway over a line that others hear', { SMS_URL: 'http://sms.example' }, 'SMS_URL'],
    ['a gateway that only looks like this machine', { SMS_URL: 'http://127.0.0.1.example' }, 'SMS_URL'],
    ['a gateway that is none', { SMS_URL: 'file:///etc/passwd' }, 'SMS_URL'],
    ['a token without its gateway', { SMS_TOKEN: 'abc' }, 'SMS_URL'],
    ['a token in two lines', { SMS_URL: 'https://sms.example', SMS_TOKEN: 'a\r\nX-B: c' }, 'SMS_TOKEN'],
    ['a sender in two lines', { MAIL_FROM: 'a\r\nBcc: b <c@example.org>' }, 'MAIL_FROM'],
    ['two senders', { MAIL_FROM: 'a@example.org, b@example.org' }, 'MAIL_FROM'],
    ['an origin with a path', { CORS_ORIGINS: 'https://a.example/app' }, 'CORS_ORIGINS'],
    ['a number that is not whole', { PORT: '80.5' }, 'PORT'],
    ['a number in hexadecimal', { RATE_LIMIT_SCALE: '0x10' }, 'RATE_LIMIT_SCALE'],
  ])('include %s', (_, change, name) => {
    expect(inputErrors({ ...hosted, ...change })).toEqual([expect.stringMatching(new RegExp(`^${name} must`))])
  })

  test('include an embedded start that cannot send mail', () => {
    expect(inputErrors({ MAILBOX: 'off' })).toEqual([expect.stringMatching(/^SMTP_URL must/)])
  })
})

describe('.env.example', () => {
  const lines = readFileSync('.env.example', 'utf8').matchAll(/^#? ?([A-Z][A-Z0-9_]*)=(.*)$/gm)
  const documented = Object.fromEntries(Array.from(lines, ([, name, value]) => [name, value]))

  test('documents every variable and no other', () => {
    expect(Object.keys(documented).sort()).toEqual(Object.keys(variables).sort())
  })

  test('shows the defaults', () => {
    expect(readConfig(documented)).toEqual(readConfig({}))
  })
})

function errorOf(env: Environment): ConfigError {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('the environment was accepted')
}

function inputErrors(env: Environment): string[] {
  return errorOf(env).faults
}
