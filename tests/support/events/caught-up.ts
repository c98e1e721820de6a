import type { Stream } from '#contract'
import type { TestApp } from '#support/app/use-app'
import type { Person } from '#support/people/people'
import { until } from './next-event.ts'

/** The last number of a user's log, from the database. */
export async function headOf(app: TestApp, userId: string, stream: Stream): Promise<number> {
  const [head] = await app.query<{ seq: number }>('select seq from log_head where user_id = ? and stream = ?', [
    userId,
    stream,
  ])
  return head?.seq ?? 0
}

/** Resolves when each of these clients has received all of its log. */
export async function caughtUp(app: TestApp, people: readonly Pick<Person, 'id' | 'client'>[], stream: Stream) {
  for (const { id, client } of people) {
    const head = await headOf(app, id, stream)
    await until(
      async () => client.seq(stream) ?? 0,
      seq => seq >= head,
    )
  }
}
