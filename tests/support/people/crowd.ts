import { createCredentials } from '#auth/credentials'
import { createClient, type HeliographClient, type Transport } from '#client'
import type { Tokens } from '#contract'
import type { Viewer } from '#core/pipeline/context'
import type { Outside } from '#support/process/start-node'

export type Member = { viewer: Viewer; name: string; tokens: Tokens }

let made = 0

/** Many finished accounts with a session each, written straight into the database: for tests about numbers of people. */
export async function crowd(app: Outside, size: number): Promise<Member[]> {
  made += 1
  const rows = await app.query<{ id: string; sessionId: string; name: string }>(
    `with person as (
      insert into users (username, skeleton, full_name, search, stage, verified_at)
      select name, name, name, name || ' ' || name, 'done', now() from (select 'crowd${made}x' || n as name from generate_series(1, ?) n) named
      returning id, username
    ), heads as (
      insert into log_head (user_id, stream) select id, stream from person, unnest(array['messages', 'notifications', 'users']) stream
    )
    insert into session (user_id, expires_at) select id, now() + interval '1 day' from person
    returning user_id as id, id as "sessionId", (select username from person where person.id = user_id) as name`,
    [size],
  )
  const credentials = createCredentials(app.config.jwtSecrets)
  return rows.map(({ id, sessionId, name }) => {
    const { token, expiresAt } = credentials.signAccess({ userId: id, sessionId, stage: 'done' })
    const at = expiresAt.toISOString()
    const tokens = {
      accessToken: token,
      accessExpiresAt: at,
      refreshToken: 'none',
      deviceToken: 'none',
      refreshExpiresAt: at,
      stage: 'done' as const,
    }
    return { viewer: { id, sessionId, stage: 'done', role: 'user' }, name, tokens }
  })
}

/** A client for one of a crowd. The caller closes it. */
export const clientFor = (app: Outside, { tokens }: Member, transport: Transport): HeliographClient =>
  createClient({ url: `http://127.0.0.1:${app.port}`, transport, tokens, transports: ['websocket'] })

/** Calls without a transport, for what is about the pipeline alone. */
export const inside = { ip: '127.0.0.1', userAgent: 'test', connectionId: null }
