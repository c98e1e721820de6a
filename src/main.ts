import { createApp } from '#app'
import { readConfig } from '#config'
import { fillDemo } from '#demo/index'
import { runProcess } from '#platform/run-process'

/** Starts a node, waits for a signal, lets go. */
void runProcess({
  name: 'Heliograph',
  open: () => createApp(readConfig()),
  async greet(app, say) {
    const { config } = app
    const demo = config.demo ? await fillDemo(app, say) : null
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
  },
})
