import type { Stream } from '#contract'
import type { Outside } from '#support/process/start-node'

/** As if the entries of a log up to a number were older than what is kept. */
export async function forgetLog(app: Pick<Outside, 'query'>, { id }: { id: string }, stream: Stream, upTo: number) {
  await app.query('delete from log_entry where user_id = ? and stream = ? and seq <= ?', [id, stream, upTo])
  await app.query('update log_head set floor = ? where user_id = ? and stream = ?', [upTo, id, stream])
}
