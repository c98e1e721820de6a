import type { Handlers, HeliographClient } from '#client'
import type { EventName, PayloadOf } from '#contract'

/** Waits for the next matching event; rejects with its name when none comes in time. */
export function nextEvent<E extends EventName>(
  client: HeliographClient,
  event: E,
  matches: (payload: PayloadOf<E>) => boolean = () => true,
  milliseconds = 5000,
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

/** Asks again until `isSo` holds, for what becomes true without an event. Rejects with the last value. */
export async function until<T>(ask: () => Promise<T>, isSo: (value: T) => boolean, milliseconds = 5000): Promise<T> {
  const end = Date.now() + milliseconds
  for (;;) {
    const value = await ask()
    if (isSo(value)) return value
    if (Date.now() > end) throw new Error(`It did not become so within ${milliseconds} ms: ${JSON.stringify(value)}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
