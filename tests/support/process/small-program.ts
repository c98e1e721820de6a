import { runProcess } from '#platform/run-process'

const never = () => new Promise<never>(() => {})

const ways: Record<string, () => Promise<void>> = {
  never,
  'at once': async () => {},
  fails: () => Promise.reject(new Error('It cannot')),
  mistaken: () => Promise.reject(new TypeError('It is mistaken')),
}

/** The smallest program that lasts until it is stopped. OPENING and CLOSING say how it opens and closes. */
void runProcess({
  name: 'It',
  async open() {
    const open = setInterval(() => {}, 1000)
    process.stdout.write('It opens\n')
    try {
      await ways[process.env.OPENING ?? 'at once']?.()
    } catch (error) {
      clearInterval(open)
      throw error
    }
    return {
      async close() {
        await ways[process.env.CLOSING ?? 'at once']?.()
        clearInterval(open)
      },
    }
  },
  greet: (_, say) => say(`It is ready, process ${process.pid}`),
})
