import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'
import { onTestFinished } from 'vitest'
import type { TestApp } from '#support/app/use-app'

/** The response to an operation over a socket. */
export type Ack = { ok: boolean; data?: unknown; error?: { code: string; detail: string; fields?: object } }

type Options = Partial<ManagerOptions & SocketOptions>

/** Joins a namespace on a connection of its own with the official client; rejects with the `connect_error`. */
export function join(app: TestApp, namespace: string, token: unknown, options: Options = {}): Promise<Socket> {
  const socket = socketOf(app, namespace, { auth: { token }, ...options })
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket))
    socket.once('connect_error', reject)
    socket.connect()
  })
}

/** A socket that is not connected yet. It is closed when the test ends. */
export function socketOf(app: Pick<TestApp, 'port'>, namespace: string, options: Options = {}): Socket {
  const url = `http://127.0.0.1:${app.port}/${namespace}`
  const transports = ['websocket']
  const socket = io(url, { transports, forceNew: true, reconnection: false, autoConnect: false, ...options })
  onTestFinished(() => {
    socket.disconnect()
  })
  return socket
}

/** Emits an event and returns its acknowledgement; rejects when none comes. */
export const emit = (socket: Socket, event: string, ...args: unknown[]): Promise<Ack> =>
  socket.timeout(5000).emitWithAck(event, ...args)

/** Resolves with the reason when the socket is disconnected. */
export const disconnected = (socket: Socket) =>
  new Promise<string>(resolve => (socket.connected ? socket.once('disconnect', resolve) : resolve('was disconnected')))
