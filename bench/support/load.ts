import { io, type Socket } from 'socket.io-client'

export type Figures = { perSecond: number; p50: number; p99: number; failed: number }

/**
 * Runs `work` in a number of loops after a warm-up; each waits for the result and then for a pause. All times are in
 * milliseconds.
 */
export async function load(
  loops: number,
  milliseconds: number,
  work: (loop: number, turn: number) => Promise<unknown>,
  { pause = 0 } = {},
) {
  const run = async (forMs: number) => {
    const times: number[] = []
    let failed = 0
    const end = performance.now() + forMs
    const began = performance.now()
    await Promise.all(
      Array.from({ length: loops }, async (_, loop) => {
        for (let turn = 0; performance.now() < end; turn += 1) {
          const start = performance.now()
          await work(loop, turn).catch(() => {
            failed += 1
          })
          times.push(performance.now() - start)
          if (pause > 0) await new Promise(resolve => setTimeout(resolve, pause))
        }
      }),
    )
    const seconds = (performance.now() - began) / 1000
    times.sort((a, b) => a - b)
    const at = (part: number) => round(times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0)
    return { perSecond: Math.round((times.length - failed) / seconds), p50: at(0.5), p99: at(0.99), failed }
  }
  await run(Math.min(2000, milliseconds / 2))
  return run(milliseconds)
}

export const round = (value: number) => Math.round(value * 100) / 100

/** The run with the median rate. */
export const median = (runs: readonly Figures[]) =>
  [...runs].sort((a, b) => a.perSecond - b.perSecond)[Math.floor(runs.length / 2)] as Figures

/** Connects official clients to a namespace, 50 at a time. */
export async function connectAll(url: string, namespace: string, tokens: readonly string[]): Promise<Socket[]> {
  const sockets: Socket[] = []
  for (let at = 0; at < tokens.length; at += 50) {
    const some = tokens
      .slice(at, at + 50)
      .map(token =>
        io(`${url}/${namespace}`, { auth: { token }, transports: ['websocket'], forceNew: true, reconnection: false }),
      )
    await Promise.all(
      some.map(
        socket =>
          new Promise<void>((resolve, reject) => {
            socket.once('connect', resolve)
            socket.once('connect_error', reject)
          }),
      ),
    )
    sockets.push(...some)
  }
  return sockets
}

/** Emits an event and returns the data of its acknowledgement; throws its error. */
export const ask = (socket: Socket, event: string, payload: object) =>
  new Promise<Record<string, unknown>>((resolve, reject) =>
    socket.emit(event, payload, (ack: { ok: boolean; data: Record<string, unknown>; error: unknown }) =>
      ack.ok ? resolve(ack.data) : reject(new Error(JSON.stringify(ack.error))),
    ),
  )
