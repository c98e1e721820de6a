import { readLog } from '#core/events/log'
import { plain } from '#core/pipeline/handler'
import { renderEntries } from '#views/events'

export const logSince = plain('log.since', async function logSince({ stream, seq, limit }, ctx) {
  return readLog(ctx.em, (em, entries) => renderEntries({ ...ctx, em }, entries), {
    userId: ctx.viewer.id,
    stream,
    seq,
    limit,
  })
})
