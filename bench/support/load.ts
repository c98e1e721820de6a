import { io, type Socket } from 'socket.io-client'

/** `calls` counts those of the warm-up too; times are in milliseconds. */
export type Figures = { perSecond: number; p50: number; p99: number; failed: number; calls: number }

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
    const perSecond = Math.round((times.length - failed) / seconds)
    return { perSecond, p50: at(0.5), p99: at(0.99), failed, calls: times.length }
  }
  const warmUp = await run(Math.min(2000, milliseconds / 2))
  const figures = await run(milliseconds)
  return { ...figures, calls: warmUp.calls + figures.calls }
}

export const round = (value: number) => Math.round(value * 100) / 100

/** The run with the median rate. */
export const median = <F extends { perSecond: number }>(runs: readonly F[]) =>
  [...runs].sort((a, b) => a.perSecond - b.perSecond)[Math.floor(runs.length / 2)] as F

/**
 * Runs loads in turn, so that what else the machine does meets all alike. Returns the median run of each, and of `ours` also
 * the median of its ratios to each of the others.
 */
export async function alternate<F extends { perSecond: number }, Other extends string>(
  rounds: number,
  ours: () => Promise<F>,
  others: Record<Other, () => Promise<F>>,
) {
  const names = Object.keys(others) as Other[]
  const mine: F[] = []
  const theirs = Object.fromEntries(names.map(name => [name, [] as F[]])) as Record<Other, F[]>
  for (let turn = 0; turn < rounds; turn += 1) {
    mine.push(await ours())
    for (const name of names) theirs[name].push(await others[name]())
  }
  const ratioTo = (name: Other) => {
    const ratios = mine.map((run, i) => run.perSecond / (theirs[name][i]?.perSecond ?? 0)).sort((a, b) => a - b)
    return round(ratios[Math.floor(ratios.length / 2)] ?? 0)
  }
  return {
    ...median(mine),
    beside: Object.fromEntries(names.map(name => [name, median(theirs[name])])) as Record<Other, F>,
    ratio: Object.fromEntries(names.map(name => [name, ratioTo(name)])) as Record<Other, number>,
  }
}

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
