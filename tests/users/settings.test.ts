import { expect, it } from 'vitest'
import type { Settings } from '#contract'
import { useApp } from '#support/app/use-app'
import { anotherDevice, clientOf, people, person } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const initial: Settings = {
  whoMayComment: 'everyone',
  whoMayMention: 'everyone',
  whoMayTag: 'everyone',
  whoMayMessage: 'everyone',
  hiddenWords: [],
  showActivity: true,
  readReceipts: true,
  language: 'en',
  timeZone: 'UTC',
}

overBothTransports('settings', transport => {
  it('begin open, and change in the given fields only, on every device of their owner', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    expect(await ann.client.call('users.settings', {})).toEqual(initial)
    const first = { whoMayComment: 'followers', hiddenWords: ['Spoiler', 'buy now'] } as const
    expect(await ann.client.call('users.setSettings', { ...first, hiddenWords: [...first.hiddenWords] })).toEqual({
      ...initial,
      ...first,
    })
    const second = { whoMayTag: 'nobody', readReceipts: false, language: 'pt-BR', timeZone: 'Asia/Kolkata' } as const
    const after = { ...initial, ...first, ...second }
    expect(await ann.client.call('users.setSettings', second)).toEqual(after)
    expect(await ann.client.call('users.setSettings', {})).toEqual(after)
    expect(await (await anotherDevice(app, ann, transport)).call('users.settings', {})).toEqual(after)
    expect(await bob.client.call('users.settings', {})).toEqual(initial)
    expect(await ann.client.call('users.setSettings', { hiddenWords: [] })).toEqual({ ...after, hiddenWords: [] })
  })

  it('that make no sense are invalid, and none of them is changed', async () => {
    const ann = await person(app, 'ann', transport)
    const wrong: Record<string, unknown> = {
      whoMayComment: 'friends',
      hiddenWords: [' '],
      language: 'not a language',
      timeZone: 'Mars/Olympus',
      showActivity: 'yes',
    }
    for (const [field, value] of Object.entries(wrong)) {
      const call = ann.client.call('users.setSettings', { whoMayTag: 'nobody', [field]: value } as object)
      const error = await call.then(
        () => null,
        (one: { code: string; fields: Record<string, string> }) => one,
      )
      expect(error?.code, field).toBe('invalid')
      expect(Object.keys(error?.fields ?? {}).join(), field).toContain(field)
    }
    const tooMany = Array.from({ length: 201 }, (_, i) => `word ${i}`)
    const call = ann.client.call('users.setSettings', { hiddenWords: tooMany })
    await expect(call).rejects.toMatchObject({ code: 'invalid' })
    expect(await ann.client.call('users.settings', {})).toEqual(initial)
  })
})

it('settings are not shown signed out', async () => {
  const call = clientOf(app).call('users.settings', {})
  await expect(call).rejects.toMatchObject({ code: 'unauthenticated' })
})
