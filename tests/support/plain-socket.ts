import { io, type Socket } from 'socket.io-client'
import { onTestFinished } from 'vitest'
import type { Namespace } from '#contract'
import type { TestApp } from './app.ts'
import type { Person } from './people.ts'

/** The official client with somebody's token, with nothing of ours between. */
export function plainSocket(
  app: Pick<TestApp, 'port'>,
  { client }: Pick<Person, 'client'>,
  namespace: Namespace,
): Socket {
  const auth = { token: client.tokens?.accessToken }
  const options = { auth, transports: ['websocket'], forceNew: true, reconnection: false }
  const socket = io(`http://127.0.0.1:${app.port}/${namespace}`, options)
  onTestFinished(() => void socket.close())
  return socket
}

/** What comes with the next event of that name. */
export const next = (socket: Socket, event: string) =>
  new Promise<unknown[]>(resolve => socket.once(event, (...args) => resolve(args)))
