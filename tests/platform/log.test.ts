import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createLogger, type Log } from '#platform/log'
import { temporaryFolder } from '#support/app/temporary-folder'
import { until } from '#support/events/next-event'

async function written(write: (log: Log) => void): Promise<string> {
  const file = `${await temporaryFolder()}/log`
  const log = createLogger('info', file)
  write(log)
  // Lines are written in order, but not at once: the last one shows that all are there.
  log.info('the end')
  const text = await until(
    () => readFile(file, 'utf8').catch(() => ''),
    text => text.includes('the end'),
  )
  return text.replace(/.*the end.*\n/, '')
}

test('a line is one JSON object', async () => {
  const line = await written(log => log.info({ port: 3000 }, 'listening'))
  expect(JSON.parse(line)).toMatchObject({ level: 30, port: 3000, msg: 'listening', pid: process.pid })
})

test('lines below the level are not written', async () => {
  expect(await written(log => log.debug('hidden'))).toBe('')
})

test('credentials are redacted at any depth', async () => {
  const line = await written(log =>
    log.info({
      password: 'pass-1',
      input: { token: 'token-2', code: '123456', currentPassword: 'pass-3' },
      req: { headers: { authorization: 'Bearer token-4' } },
      answer: { data: { tokens: { accessToken: 'token-5', refreshToken: 'token-6' } } },
    }),
  )
  expect(line).not.toMatch(/pass-|token-|123456/)
  expect(line.match(/\[redacted\]/g)).toHaveLength(7)
})

test("an error's code stays readable", async () => {
  const line = await written(log => {
    log.warn({ err: Object.assign(new Error('duplicate'), { code: '23505' }) })
    log.warn({ code: 'not_found' })
  })
  expect(line).toContain('"code":"23505"')
  expect(line).toContain('"code":"not_found"')
})

test('a log that cannot be written loses its lines and nothing else', async () => {
  const full = createLogger('info', '/dev/full')
  for (let i = 0; i < 3; i++) full.info('no space left on the device')
})
