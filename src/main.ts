import { createApp } from '#app'
import { ConfigError, readConfig } from '#config'
import { fillDemo } from './demo.ts'

/** Starts a node, waits for a signal, lets go. */
async function main() {
  const config = readConfig()
  const app = await createApp(config)
  const stop = async () => {
    process.stdout.write('\nStopping …\n')
    // Only if closing hangs: what was acknowledged is in the database already.
    setTimeout(() => process.exit(1), 15_000).unref()
    await app.close()
    process.stdout.write('Stopped.\n')
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)

  const demo = config.demo ? await fillDemo(app) : null
  const lines = [
    '',
    `  Web page       ${app.url}/`,
    `  Documentation  ${app.url}/docs`,
    ...(config.mailbox ? [`  Mailbox        ${app.url}/dev/mailbox`] : []),
    `  Data folder    ${config.dataDir}`,
    ...(demo ? [`  Sign in as     ${demo.usernames.join(', ')}`, `  Password       ${demo.password}`] : []),
    '',
  ]
  process.stdout.write(`${lines.join('\n')}\nHeliograph is ready at ${app.url}\n`)
}

main().catch(error => {
  const known = error instanceof ConfigError || error instanceof Error
  process.stderr.write(`${known ? error.message : String(error)}\n`)
  process.exitCode = 1
})
