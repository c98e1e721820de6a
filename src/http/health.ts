import { Hono } from 'hono'

type Deps = { isReady(): boolean | Promise<boolean>; metrics(): Promise<string> }

/** `/healthz`: the process is alive; `/readyz`: whether it can serve; `/metrics`: Prometheus metrics. */
export function healthRoutes({ isReady, metrics }: Deps) {
  return new Hono()
    .get('/healthz', c => c.json({ ok: true }, 200, noStore))
    .get('/readyz', async c => {
      const ready = await isReady()
      return c.json({ ready }, ready ? 200 : 503, noStore)
    })
    .get('/metrics', async c =>
      c.text(await metrics(), 200, { ...noStore, 'Content-Type': 'text/plain; version=0.0.4' }),
    )
}

const noStore = { 'Cache-Control': 'no-store' }
