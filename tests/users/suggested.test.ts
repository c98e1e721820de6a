import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { makePrivate, setStage, suspend } from '#support/people/change-account'
import { type Person, people } from '#support/people/people'
import { insertBlock } from '#support/people/relations'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const suggested = async ({ client }: Person) =>
  (await client.call('users.suggested', { limit: 100 })).items.map(one => one.id)

overBothTransports('suggestions', transport => {
  it('are users the viewer does not follow, first those followed by users they follow', async () => {
    const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'], transport)
    await ann.client.call('users.follow', { username: bob.name })
    await bob.client.call('users.follow', { username: dan.name })
    const ids = await suggested(ann)
    expect(ids[0]).toBe(dan.id)
    expect(ids).toContain(cy.id)
    expect(ids).not.toContain(ann.id)
    expect(ids).not.toContain(bob.id)
  })

  it('leave out pending requests and users who are blocked or deleted', async () => {
    const [ann, bob, cy, dan, eve, fay] = await people(app, ['ann', 'bob', 'cy', 'dan', 'eve', 'fay'], transport)
    expect(await suggested(ann)).toEqual(expect.arrayContaining([bob, cy, dan, eve, fay].map(one => one.id)))
    await makePrivate(app, bob)
    await ann.client.call('users.follow', { username: bob.name })
    await insertBlock(app, ann, cy)
    await insertBlock(app, dan, ann)
    await suspend(app, eve)
    await setStage(app, fay, 'photo')
    const ids = await suggested(ann)
    for (const { id } of [bob, cy, dan, eve, fay]) expect(ids).not.toContain(id)
  })

  it('leave out dismissed users, dismissed once or twice, and keep others', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    for (let i = 0; i < 2; i += 1) {
      expect(await ann.client.call('users.dismissSuggestion', { username: bob.name })).toEqual({})
    }
    expect(await suggested(ann)).not.toContain(bob.id)
    expect(await suggested(ann)).toContain(cy.id)
    expect(await suggested(cy)).toContain(bob.id)
    expect(await suggested(bob)).toContain(ann.id)
    // Dismissed, but still visible.
    expect(await ann.client.call('users.follow', { username: bob.name })).toEqual({ relation: 'following' })
  })

  it('cannot be dismissed for users the viewer may not see', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    await insertBlock(app, bob, ann)
    for (const username of [bob.name, 'nobody.at.all', "x' or 1=1"]) {
      const rejected = ann.client.call('users.dismissSuggestion', { username })
      await expect(rejected).rejects.toMatchObject({ code: 'not_found' })
    }
    expect(await app.query('select 1 from dismissal where user_id = ?', [ann.id])).toEqual([])
  })
})
