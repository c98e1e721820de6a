import type { Socket } from 'socket.io-client'
import type { Namespace } from '#contract'
import type { TestApp } from '#support/app/use-app'
import type { Person } from '#support/people/people'
import { socketOf } from './sockets.ts'

/** The official Socket.IO client with the token of a user. */
export function plainSocket(
  app: Pick<TestApp, 'port'>,
  { client }: Pick<Person, 'client'>,
  namespace: Namespace,
): Socket {
  return socketOf(app, namespace, { auth: { token: client.tokens?.accessToken }, autoConnect: true })
}

/** The payload of the next event of that name. */
export const next = (socket: Socket, event: string) =>
  new Promise<unknown[]>(resolve => socket.once(event, (...args) => resolve(args)))
