/**
 * Runs a function with a signal that aborts when one of `signals` does, or after `ms` milliseconds. Works in browsers of
 * early 2023, which lack `AbortSignal.any` and `AbortSignal.timeout`. Leaves no timer and no listener behind.
 */
export async function withDeadline<T>(
  ms: number,
  signals: readonly (AbortSignal | undefined)[],
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new DOMException('No response came in time.', 'TimeoutError')), ms)
  const followed = signals.filter(each => each !== undefined)
  const follow = (event: Event) => controller.abort((event.target as AbortSignal).reason)
  for (const signal of followed) {
    if (signal.aborted) controller.abort(signal.reason)
    else signal.addEventListener('abort', follow)
  }
  try {
    return await run(controller.signal)
  } finally {
    clearTimeout(timer)
    for (const signal of followed) signal.removeEventListener('abort', follow)
  }
}
