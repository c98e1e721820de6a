/** How long a connection is given to end, in milliseconds. All together stay below what a program has to stop. */
const patience = 1500

/**
 * Waits until something has closed, but not for ever: a driver whose server has fallen silent never says that it has.
 * Returns whether it closed in time.
 */
export function closeInTime(close: () => unknown, milliseconds = patience): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds, false)
    const closed = async () => void (await close())
    closed()
      .then(() => resolve(true), reject)
      .finally(() => clearTimeout(timer))
  })
}
