import { readConfig } from '#config'
import { openWorkerNode } from './node.ts'

/** A process that carries out jobs and nothing else; any number of them may run. */
const node = await openWorkerNode(readConfig())
const stop = async () => {
  setTimeout(() => process.exit(1), 15_000).unref()
  await node.close()
  // A queue whose Redis is away tries on for ever, and is all that is left.
  setTimeout(() => process.exit(), 1000).unref()
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
process.stdout.write('Heliograph worker is ready\n')
