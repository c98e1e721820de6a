import { expect, it } from 'vitest'
import { startCluster } from '#support/cluster'
import { temporaryFolder } from '#support/temporary-folder'
it('stops while Redis is away', async () => {
  const cluster = await startCluster(await temporaryFolder())
  const worker = await cluster.startWorker()
  await cluster.stopRedis()
  const t = performance.now()
  await worker.close()
  console.log('worker', performance.now() - t)
  await cluster.a.close()
  console.log('a', performance.now() - t)
  await cluster.b.close()
  console.log('b', performance.now() - t)
  await new Promise(r => setTimeout(r, 500))
  expect(1).toBe(1)
}, 60000)
