// Starts everything: `run.mjs src/main.ts`, `run.mjs --test`, `run.mjs --check`. Runs on Node 20 with nothing installed.
import process from 'node:process'
import { check } from './steps/check.mjs'
import { runNode } from './steps/child.mjs'
import { install } from './steps/install.mjs'
import { keepRunning } from './steps/keep-running.mjs'
import { readSettings } from './steps/settings.mjs'
import { fuzz, test } from './steps/test.mjs'
import { buildWeb } from './steps/web.mjs'

/** Programs that use the database of the server and read its settings. */
const configured = ['src/main.ts', 'workers/main.ts', 'scripts/moderator.ts']
/** Programs that run until they are stopped, and are restarted when they crash. */
const lasting = ['src/main.ts', 'workers/main.ts']

// The reader of our output may close it: that is no reason to stop.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

const [what, ...args] = process.argv.slice(2)
try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function main() {
  if (!what) throw new Error('Say what to run: a TypeScript file, --test or --check.')
  await install()
  if (what === '--check') return check()
  if (what === '--test' || what === 'src/main.ts') await buildWeb()
  if (what === '--test') return test(args)
  if (what === '--fuzz') return fuzz(args)
  const env = configured.includes(what) ? readSettings() : {}
  const start = lasting.includes(what) ? keepRunning : runNode
  return start([what, ...args], env)
}
