import type { Server } from 'socket.io'

export type ClusterBus = ReturnType<typeof createClusterBus>

/** What goes to every node. Messages may be lost while Redis is away: nothing depends on them alone. */
type Messages = {
  pushed: [push: object]
  changed: [topic: string, changes: [id: string, change: unknown][]]
  invalidated: [invalidations: unknown[]]
}

/** The way from one process to all nodes of the cluster but itself; without Redis there are none. */
export function createClusterBus(io: Server, { isCluster }: { isCluster: boolean }) {
  const namespace = io.of('/posts')
  return {
    send<K extends keyof Messages>(kind: K, ...message: Messages[K]) {
      if (isCluster) namespace.serverSideEmit(kind, ...message)
    },
    on<K extends keyof Messages>(kind: K, hear: (...message: Messages[K]) => void) {
      namespace.on(kind as never, hear as never)
    },
  }
}
