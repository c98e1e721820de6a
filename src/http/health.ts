import { Hono } from 'hono'

type Deps = { isReady(): boolean | Promise<boolean>; metrics(): Promise<string> }

/** `/healthz` says that the process lives, `/readyz` whether it can serve, `/metrics` how it fares. */
export function healthRoutes({ isReady, metrics }: Deps) {
  return new Hono()
    .get('/healthz', c => c.json({ ok: true }, 200, neverKept))
    .get('/readyz', async c => {
      const ready = await isReady()
      return c.json({ ready }, ready ? 200 : 503, neverKept)
    })
    .get('/metrics', async c =>
      c.text(await metrics(), 200, { ...neverKept, 'Content-Type': 'text/plain; version=0.0.4' }),
    )
}

const neverKept = { 'Cache-Control': 'no-store' }
