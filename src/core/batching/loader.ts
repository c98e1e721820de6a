/** Loads by key, many at once: while one load is on its way the next gathers. */
export function batched<K, V>(load: (keys: K[]) => Promise<Map<K, V>>): (key: K) => Promise<V | undefined> {
  type Waiting = { resolve(value: V | undefined): void; reject(error: unknown): void }
  let waiting = new Map<K, Waiting[]>()
  let loading = false

  const pump = async () => {
    loading = true
    while (waiting.size > 0) {
      const now = waiting
      waiting = new Map()
      try {
        const values = await load([...now.keys()])
        for (const [key, list] of now) for (const { resolve } of list) resolve(values.get(key))
      } catch (error) {
        for (const list of now.values()) for (const { reject } of list) reject(error)
      }
    }
    loading = false
  }

  return key =>
    new Promise((resolve, reject) => {
      const list = waiting.get(key)
      if (list) list.push({ resolve, reject })
      else waiting.set(key, [{ resolve, reject }])
      if (!loading) void pump()
    })
}
