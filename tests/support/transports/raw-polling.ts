import type { TestApp } from '#support/app/use-app'
import { ask } from './http.ts'

type Opening = { headers?: Record<string, string> }

/** A session of HTTP long-polling with Socket.IO spoken by hand: each body is posted as it stands. */
export async function openRawPolling(app: Pick<TestApp, 'port'>, { headers: own = {} }: Opening = {}) {
  const path = '/socket.io/?EIO=4&transport=polling'
  const opened = await ask(app, 'GET', path, { headers: own })
  const line = `${path}&sid=${JSON.parse(opened.text.slice(1)).sid}`
  const headers = { ...own, 'content-type': 'text/plain;charset=UTF-8' }
  const post = (body: string) => ask(app, 'POST', line, { body, headers })
  const poll = () => ask(app, 'GET', line)
  return {
    line,
    post,
    poll,
    /** Joins packets as a client does that has several to send. */
    postTogether: (...packets: string[]) => post(packets.join('\x1e')),
    async join(namespace: string, token: string) {
      await post(`40/${namespace},${JSON.stringify({ token })}`)
      for (;;) {
        const { text } = await poll()
        if (text.includes(`40/${namespace},`)) return
        if (/^1|44/.test(text)) throw new Error(`/${namespace} was not joined: ${text}`)
      }
    },
    /** Polls until the session is no longer known. Returns everything that came until then. */
    async closed() {
      let heard = ''
      for (;;) {
        const { status, text } = await poll()
        if (status === 400) return heard
        heard += `${text}\x1e`
      }
    },
  }
}
