import type { Handlers, HeliographClient } from '#client'
import type { EventName, PayloadOf } from '#contract'

/** In milliseconds. Long, for a busy machine: what comes ends the wait at once. */
const patience = 30_000

/** Waits for the next matching event; rejects with its name when none comes in time. */
export function nextEvent<E extends EventName>(
  client: HeliographClient,
  event: E,
  matches: (payload: PayloadOf<E>) => boolean = () => true,
  milliseconds = patience,
): Promise<PayloadOf<E>> {
  return new Promise((resolve, reject) => {
    const off = client.on(event, ((payload: PayloadOf<E>) => {
      if (!matches(payload)) return
      clearTimeout(timer)
      off()
      resolve(payload)
    }) as Handlers[E])
    const timer = setTimeout(() => {
      off()
      reject(new Error(`${event} did not come within ${milliseconds} ms`))
    }, milliseconds)
  })
}

/**
 * Asks again until `isSo` holds, for what becomes true without an event: at first after 10 ms, later less often, so that asking
 * does not take the processor from what it waits for. Rejects with the last value.
 */
export async function until<T>(
  ask: () => Promise<T>,
  isSo: (value: T) => boolean,
  milliseconds = patience,
): Promise<T> {
  const end = Date.now() + milliseconds
  for (let pause = 10; ; pause = Math.min(pause * 1.5, 150)) {
    const value = await ask()
    if (isSo(value)) return value
    if (Date.now() > end) throw new Error(`It did not become so within ${milliseconds} ms: ${JSON.stringify(value)}`)
    await new Promise(resolve => setTimeout(resolve, pause))
  }
}
