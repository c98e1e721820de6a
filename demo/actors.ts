import { setTimeout as wait } from 'node:timers/promises'
import type { App } from '#app'
import type { CallOf, OperationName, OutputOf } from '#contract'
import { ApiError } from '#core/pipeline/errors'
import { rows, sql } from '#database/statement'
import { people } from './people.ts'

/** Runs operations as people of the demo through the pipeline, as a transport does. */
export type Act = <N extends OperationName>(username: string, name: N, input: CallOf<N>) => Promise<OutputOf<N>>
export type Actors = { ids: Map<string, string>; act: Act }

export async function findActors(app: App): Promise<Actors> {
  const usernames = people.map(person => person.username)
  const found = await rows<{ id: string; username: string }>(
    app.engine.fork(),
    sql`select id, username from users where username = any(${usernames}::text[])`,
  )
  const ids = new Map(found.map(one => [one.username, one.id]))

  const act: Act = async (username, name, input) => {
    const id = ids.get(username)
    if (id === undefined) throw new Error(`${username} is nobody of the demo.`)
    const viewer = { id, sessionId: id, stage: 'done' as const, role: 'user' as const }
    for (;;) {
      try {
        return await app.run(name, input, { viewer, from: { ip: '127.0.0.1', userAgent: 'demo', connectionId: null } })
      } catch (error) {
        // The configured limits apply here too.
        if (!(error instanceof ApiError) || error.code !== 'rate_limited') throw error
        await wait((error.more.retryAfter ?? 1) * 1000)
      }
    }
  }
  return { ids, act }
}

/** Parses a line such as `ines: The lower one.`; a reply to the line before begins with `> `. */
export function spoken(line: string) {
  const [, reply, by, text] = /^(> )?(\w+): (.+)$/.exec(line) ?? []
  if (by === undefined || text === undefined) throw new Error(`No sender in "${line}".`)
  return { by, text, isReply: reply !== undefined }
}
