import { expect, test } from 'vitest'
import { createMetrics } from '#platform/metrics'

test('operations are measured by name, transport and code', async () => {
  const { registry, operation } = createMetrics()
  operation.observe({ operation: 'posts.like', door: 'http', code: 'ok' }, 0.004)
  expect(await registry.metrics()).toContain(
    'heliograph_operation_seconds_bucket{le="0.005",operation="posts.like",door="http",code="ok"} 1',
  )
})

test('the process itself is measured', async () => {
  expect(await createMetrics().registry.metrics()).toContain('process_resident_memory_bytes')
})

test('nodes in one process count separately', async () => {
  const [one, other] = [createMetrics(), createMetrics()]
  one.redisPublishFailures.inc()
  expect(await one.registry.metrics()).toContain('heliograph_redis_publish_failures_total 1')
  expect(await other.registry.metrics()).toContain('heliograph_redis_publish_failures_total 0')
})
