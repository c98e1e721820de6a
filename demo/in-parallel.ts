/** Runs `work` over a list, a number of items at a time, started in order. Rejects with the first failure. */
export async function inParallel<T>(width: number, items: readonly T[], work: (item: T) => Promise<unknown>) {
  const left = items.values()
  const next = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: width }, next))
}
