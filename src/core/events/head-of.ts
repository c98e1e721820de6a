import type { EntityManager } from '@mikro-orm/postgresql'
import type { Stream } from '#contract'
import { batched } from '#core/batching/loader'
import { readHeads } from './log.ts'

/** Reads how far somebody's log has come, for many people in one query. */
export function createHeadOf(fork: () => EntityManager) {
  const heads = batched<string, Map<string, number>>(async userIds => {
    const found = Map.groupBy(await readHeads(fork(), userIds), head => head.userId)
    return new Map([...found].map(([userId, list]) => [userId, new Map(list.map(one => [one.stream, one.seq]))]))
  })
  return async (userId: string, stream: Stream) => (await heads(userId))?.get(stream) ?? 0
}
