import { readFile } from 'node:fs/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { signOfDatabase } from '#platform/database-outage'
import { createLogger } from '#platform/log'
import { createOutage, createReport, isDisconnected } from '#platform/outages'
import { temporaryFolder } from '#support/app/temporary-folder'
import { until } from '#support/events/next-event'

const withCode = (code: string, message = code) => Object.assign(new Error(message), { code })

/** Something that may be away, what is reported of it, and what the log then holds. */
async function somethingThatMayBeAway({ repeat = 60_000, others = 0 } = {}) {
  const file = `${await temporaryFolder()}/log`
  const log = createLogger('info', file)
  let isThere = false
  let looks = 0
  const open = (name: string, isIt: () => boolean) => {
    const outage = createOutage({
      name,
      effect: 'everything waits',
      log,
      signOf: error => (/gone/.test(String(error)) ? 'sure' : isDisconnected(error) ? 'possible' : null),
      isThere: isIt,
      repeat,
      pause: 1,
    })
    onTestFinished(() => outage.stop())
    return outage
  }
  const it = open('It', () => {
    looks += 1
    return isThere
  })
  const report = createReport(log, [it, ...Array.from({ length: others }, () => open('Another', () => true))])(
    'A job failed',
  )
  const lines = async () =>
    (await readFile(file, 'utf8').catch(() => ''))
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as { msg: string; reason?: string; err?: { message: string; stack: string } })
  return {
    report,
    lines,
    looks: () => looks,
    back: () => {
      isThere = true
    },
    told: async (words: RegExp) =>
      (await until(lines, all => all.some(line => words.test(line.msg)))).map(line => line.msg.replace(/\d+ s/, 'n s')),
  }
}

describe('an outage', () => {
  it('is logged once with its reason, and once when it is over, however many calls fail', async () => {
    const { report, lines, told, looks, back } = await somethingThatMayBeAway()
    for (let n = 0; n < 1000; n++) report(new Error('gone'))
    await until(
      async () => looks(),
      count => count > 10,
    )
    for (let n = 0; n < 1000; n++) report(withCode('ECONNREFUSED'), { job: 'photo.render' })
    back()
    expect(await told(/is back/)).toEqual(['It is away: everything waits', 'It is back after n s'])
    expect((await lines())[0]).toMatchObject({ reason: 'gone' })
  })

  it('is logged again while it lasts', async () => {
    const { report, told, back } = await somethingThatMayBeAway({ repeat: 5 })
    report(new Error('gone'))
    await told(/still/)
    back()
    const [...lines] = new Set(await told(/is back/))
    expect(lines).toEqual(['It is away: everything waits', 'It is still away, for n s now', 'It is back after n s'])
  })

  it('adds no line for a failure it caused that is found a moment later', async () => {
    const { report, lines, told, back } = await somethingThatMayBeAway()
    report(new Error('gone'))
    back()
    await told(/is back/)
    for (let n = 0; n < 100; n++) report(new Error('gone'))
    report(new Error('The end'))
    await told(/A job failed/)
    expect(await lines()).toHaveLength(3)
  })

  it('begins with a lost connection only when nothing can be reached', async () => {
    const { report, told, back } = await somethingThatMayBeAway()
    report(withCode('ECONNRESET', 'read ECONNRESET'))
    expect(await told(/is away/)).toEqual(['It is away: everything waits'])
    back()
  })
})

describe('a fault that is no outage', () => {
  it.each([
    ['a mistake in the code', new TypeError('x is not a function')],
    ['a connection to something else that is rejected', withCode('ECONNREFUSED', 'connect ECONNREFUSED 192.0.2.1:25')],
    ['a full disk', withCode('53100', 'could not extend file')],
    ['what is no error', 'only words'],
  ])('%s is logged with its stack each time', async (_, fault) => {
    const { report, lines, told, back } = await somethingThatMayBeAway()
    back()
    for (let n = 0; n < 3; n++) report(fault)
    await told(/A job failed/)
    const all = await until(lines, list => list.length === 3)
    expect(all.map(line => line.msg)).toEqual(Array(3).fill('A job failed'))
    if (fault instanceof Error) expect(all[0]?.err).toMatchObject({ message: fault.message, stack: fault.stack })
  })

  it('is logged during an outage too', async () => {
    const { report, told } = await somethingThatMayBeAway({ others: 1 })
    report(new Error('gone'))
    report(new TypeError('x is not a function'))
    expect(await told(/A job failed/)).toEqual(['It is away: everything waits', 'A job failed'])
  })
})

describe('recognizing that PostgreSQL is away', () => {
  it.each([
    ['it shuts down', withCode('57P01'), 'sure'],
    ['it starts', withCode('57P03'), 'sure'],
    ['it takes no more connections', withCode('53300'), 'sure'],
    ['it hung up', new Error('Connection terminated unexpectedly'), 'sure'],
    ['it fell silent', new Error('Connection terminated due to connection timeout'), 'sure'],
    ['something wraps what says so', new Error('Query failed', { cause: withCode('57P01') }), 'sure'],
    ['nobody listens', withCode('ECONNREFUSED'), 'possible'],
    ['no address of a name is reached', new AggregateError([withCode('ECONNREFUSED')]), 'possible'],
    ['its name is not known', withCode('EAI_AGAIN'), 'possible'],
    ['all connections are in use', new Error('timeout exceeded when trying to connect'), 'possible'],
    ['a row is there twice', withCode('23505'), null],
    ['two transactions wait for each other', withCode('40P01'), null],
    ['a statement took too long', withCode('57014'), null],
    ['nothing', undefined, null],
  ])('%s: %s is %s', (_, error, sign) => {
    expect(signOfDatabase(error)).toBe(sign)
  })
})
