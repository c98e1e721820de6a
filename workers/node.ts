import { join } from 'node:path'
import { createCredentials } from '#auth/credentials'
import type { Config } from '#config'
import { openSharedClock } from '#database/clock'
import { forkOf } from '#database/fork'
import { imageUrls } from '#photos/image-urls'
import { createBroadcast } from '#platform/broadcast'
import { removeLeftovers } from '#platform/disk-folder'
import { openDrivers } from '#platform/drivers'
import { observeJobs } from '#platform/metrics'
import { publicUrlOf } from '#platform/public-url'
import { openWorkers } from '#platform/queues'
import { closeSending, openSockets } from '#platform/sockets'
import { createEngine } from '#start/engine'
import { renderEntries } from '#views/events'
import { createWork } from './worker.ts'

/** Opens a worker: it has no door, and reaches people's sockets through the nodes. */
export async function openWorkerNode(config: Config) {
  if (config.redisUrl === null) {
    throw new Error(
      'A worker of its own needs REDIS_URL, to reach the nodes; without Redis the server runs jobs itself.',
    )
  }
  await using stack = new AsyncDisposableStack()
  const drivers = await openDrivers(config, stack, { only: false })
  const { metrics, orm, redis, storage, queues, report: onError } = drivers
  const io = openSockets(redis)
  stack.defer(() => closeSending(io))
  const credentials = createCredentials(drivers.secrets)
  const clock = await openSharedClock(forkOf(drivers.watch), onError)
  stack.defer(() => clock.stop())
  const broadcast = createBroadcast(io, { isCluster: true, now: clock.now })
  const engine = createEngine({
    orm,
    credentials,
    imageUrl: imageUrls(credentials.keyFor('images')).sign,
    canText: drivers.canText,
    broadcast: { ...broadcast, localUsers: () => [] },
    now: clock.now,
    render: renderEntries,
    hand: queues.hand,
    apply: () => {},
    tellInvalidated: list => broadcast.gossip('invalidated', [...list]),
    moved: what => broadcast.gossip('moved', [what]),
    counted: userIds => broadcast.gossip('counted', [...userIds]),
    onError,
  })
  stack.defer(() => engine.close())
  const scratch = join(config.dataDir, 'incoming')
  await removeLeftovers(scratch)
  const work = createWork({
    ...engine,
    drivers: { ...drivers.letters, files: storage, scratch, publicUrl: publicUrlOf(config, config.port) },
    observe: observeJobs(metrics),
    onError,
  })
  const workers = openWorkers(drivers.backend, work, onError)
  stack.defer(() => workers.close())
  await workers.ready()

  const opened = stack.move()
  let closed: Promise<void> | undefined
  return {
    close: () => {
      closed ??= opened.disposeAsync()
      return closed
    },
  }
}
