import { readLog } from '#core/events/log'
import { plain } from '#core/pipeline/handler'
import { renderEntries } from '#views/events'

export const logSince = plain('log.since', ({ stream, seq, limit }, ctx) =>
  readLog(ctx.em, (em, entries) => renderEntries({ ...ctx, em }, entries), {
    userId: ctx.viewer.id,
    stream,
    seq,
    limit,
  }),
)
