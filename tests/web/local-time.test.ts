import { expect, it } from 'vitest'
import { describeInstant, instantsOf, localTimeOf } from '../../web/src/kept/local-time.ts'

const instants = (local: string, zone: string) => instantsOf(local, zone).map(at => at.toISOString())

it('a local time is one instant, before and after a change to summer time', () => {
  expect(instants('2026-01-10T09:30', 'Europe/London')).toEqual(['2026-01-10T09:30:00.000Z'])
  expect(instants('2026-07-10T09:30', 'Europe/London')).toEqual(['2026-07-10T08:30:00.000Z'])
  expect(instants('2026-03-29T00:59', 'Europe/London')).toEqual(['2026-03-29T00:59:00.000Z'])
  expect(instants('2026-03-29T02:00', 'Europe/London')).toEqual(['2026-03-29T01:00:00.000Z'])
  expect(instants('2026-07-10T09:30', 'Asia/Kathmandu')).toEqual(['2026-07-10T03:45:00.000Z'])
  expect(instants('2026-07-10T09:30', 'America/St_Johns')).toEqual(['2026-07-10T12:00:00.000Z'])
  expect(instants('2026-07-10T00:00', 'Pacific/Kiritimati')).toEqual(['2026-07-09T10:00:00.000Z'])
})

it('a local time that clocks pass over is no instant', () => {
  expect(instants('2026-03-29T01:00', 'Europe/London')).toEqual([])
  expect(instants('2026-03-29T01:59', 'Europe/London')).toEqual([])
  expect(instants('2026-03-08T02:30', 'America/New_York')).toEqual([])
  expect(instants('2026-10-04T02:15', 'Australia/Lord_Howe')).toEqual([])
})

it('a local time that clocks show twice is two instants, the earlier one first', () => {
  expect(instants('2026-10-25T01:30', 'Europe/London')).toEqual([
    '2026-10-25T00:30:00.000Z',
    '2026-10-25T01:30:00.000Z',
  ])
  expect(instants('2026-11-01T01:30', 'America/New_York')).toEqual([
    '2026-11-01T05:30:00.000Z',
    '2026-11-01T06:30:00.000Z',
  ])
  expect(instants('2026-10-25T00:59', 'Europe/London')).toHaveLength(1)
  expect(instants('2026-10-25T02:00', 'Europe/London')).toHaveLength(1)
})

it('what is no time is no instant', () => {
  for (const text of ['', 'tomorrow', '2026-13-01T00:00', '2026-01-10']) {
    expect(instants(text, 'Europe/London'), text).toEqual([])
  }
})

it('an instant is shown in local time and found again, in every zone and at every hour around both changes', () => {
  for (const zone of ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Apia']) {
    for (const day of ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01']) {
      for (let half = 0; half < 96; half += 1) {
        const at = new Date(Date.parse(`${day}T00:00:00Z`) + (half - 24) * 1_800_000)
        expect(instants(localTimeOf(at, zone), zone), `${zone} ${at.toISOString()}`).toContain(at.toISOString())
      }
    }
  }
})

it('the two instants of one local time are told apart by the name of the zone', () => {
  const [first, second] = instantsOf('2026-10-25T01:30', 'Europe/London').map(at =>
    describeInstant(at, 'Europe/London', 'en-GB'),
  )
  expect(first).toMatch(/25 Oct 2026, 01:30 BST$/)
  expect(second).toMatch(/25 Oct 2026, 01:30 GMT$/)
})
