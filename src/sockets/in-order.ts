import type { Socket } from 'socket.io'

/** Calls of one socket that name the same conversation run one after the other, in the order they received. */
export function inOrder<T>(socket: Socket, raw: unknown, call: () => Promise<T>): Promise<T> {
  const id = (raw as { conversationId?: unknown } | null | undefined)?.conversationId
  if (typeof id !== 'string') return call()
  const own = chains.get(socket) ?? new Map<string, Promise<unknown>>()
  chains.set(socket, own)
  const called = (own.get(id) ?? Promise.resolve()).then(call)
  const settled = called.then(
    () => {},
    () => {},
  )
  own.set(id, settled)
  void settled.then(() => own.get(id) === settled && own.delete(id))
  return called
}

const chains = new WeakMap<Socket, Map<string, Promise<unknown>>>()
