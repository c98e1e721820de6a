import type { Socket } from 'socket.io-client'
import type { Namespace } from '#contract'
import type { TestApp } from '#support/app/use-app'
import type { Person } from '#support/people/people'
import { socketOf } from './sockets.ts'

/** The official client with somebody's token, with nothing of ours between. */
export function plainSocket(
  app: Pick<TestApp, 'port'>,
  { client }: Pick<Person, 'client'>,
  namespace: Namespace,
): Socket {
  return socketOf(app, namespace, { auth: { token: client.tokens?.accessToken }, autoConnect: true })
}

/** What comes with the next event of that name. */
export const next = (socket: Socket, event: string) =>
  new Promise<unknown[]>(resolve => socket.once(event, (...args) => resolve(args)))
