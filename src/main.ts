import { createApp } from '#app'
import { readConfig } from '#config'
import { fillDemo } from './demo.ts'

/** Starts a node, waits for a signal, lets go. */
async function main() {
  const config = readConfig()
  const app = await createApp(config)
  const stop = async () => {
    // Only if closing hangs: what was acknowledged is in the database already.
    setTimeout(() => process.exit(1), 15_000).unref()
    await app.close()
    // A driver that waits for a server that is away keeps nobody from leaving.
    setTimeout(() => process.exit(), 1000).unref()
  }
  // A terminal and a parent may both pass on one Ctrl-C: the second is the same stop.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void stop().then(() => process.stdout.write('Heliograph has stopped\n')))
  }

  const say = (line: string) => process.stdout.write(`${line}\n`)
  const demo = config.demo ? await fillDemo(app, say).catch(error => stop().then(() => Promise.reject(error))) : null
  const lines = [
    '',
    `  Web page       ${app.url}/`,
    `  Documentation  ${app.url}/docs`,
    ...(config.mailbox ? [`  Mailbox        ${app.url}/dev/mailbox`] : []),
    `  Data folder    ${config.dataDir}`,
    ...(demo ? [`  Sign in as     ${demo.usernames.join(', ')}`, `  Password       ${demo.password}`] : []),
    '',
  ]
  say(`${lines.join('\n')}\nHeliograph is ready at ${app.url}`)
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
