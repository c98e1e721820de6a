import { availableParallelism } from 'node:os'
import { createCredentials } from '#auth/credentials'
import { createSessions, loadViewers } from '#auth/sessions'
import type { Config } from '#config'
import { batched } from '#core/batching/loader'
import { createSemaphore } from '#core/pipeline/semaphore'
import { openSharedClock } from '#database/clock'
import { imageUrls } from '#photos/image-urls'
import type { Report } from '#platform/outages'
import { ensureSecret } from '#platform/secret'
import type { Database } from './database.ts'

export type Core = Awaited<ReturnType<typeof startCore>>

/** Secrets and what they sign, sessions, and the clock that all processes share. */
export async function startCore(stack: AsyncDisposableStack, config: Config, database: Database, report: Report) {
  const secrets = config.jwtSecrets.length > 0 ? config.jwtSecrets : [await ensureSecret(config.dataDir)]
  const credentials = createCredentials(secrets, limitHashing)
  const clock = await openSharedClock(database.watchFork, report("Reading the database's clock failed"))
  stack.defer(() => clock.stop())
  return {
    credentials,
    images: imageUrls(credentials.keyFor('images')),
    sessions: createSessions(
      credentials,
      batched(sessionIds => loadViewers(database.fork(), sessionIds)),
    ),
    now: clock.now,
  }
}

/** As many hashes at once in this process as it has processors: more would not be faster, and would delay everything else. */
const limitHashing = createSemaphore({
  running: availableParallelism(),
  waiting: 500,
  busy: 'Too many users are signing in; try again.',
})
