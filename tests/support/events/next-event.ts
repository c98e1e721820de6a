import type { Handlers, HeliographClient } from '#client'
import type { EventName, PayloadOf } from '#contract'

/** The next event that a test waits for: rejects after a while, saying what did not come. */
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

/** Asks again until it is so; for what becomes true without an event. Rejects with what it was last. */
export async function until<T>(ask: () => Promise<T>, isSo: (value: T) => boolean, milliseconds = 5000): Promise<T> {
  const end = Date.now() + milliseconds
  for (;;) {
    const value = await ask()
    if (isSo(value)) return value
    if (Date.now() > end) throw new Error(`It did not become so within ${milliseconds} ms: ${JSON.stringify(value)}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
