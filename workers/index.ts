import { acceptRest } from './accept-requests.ts'
import { eraseAccount } from './erase-account.ts'
import { expireRows } from './expire-rows.ts'
import { exportData } from './export-data.ts'
import { fanOutPost } from './fan-out-post.ts'
import { growNotification } from './grow-notification.ts'
import { indexNames } from './index-names.ts'
import type { JobHandlers } from './job.ts'
import { notifyAccount } from './notify-account.ts'
import { removeFiles } from './remove-files.ts'
import { renderUpload } from './render-photo.ts'
import { sendCode } from './send-code.ts'
import { settleAccount } from './settle-account.ts'
import { trimFeeds } from './trim-feeds.ts'
import { warnAccount } from './warn-account.ts'

/** Job → handler. One that is missing does not compile. */
export const jobHandlers: JobHandlers = {
  'code.send': sendCode,
  'account.warn': warnAccount,
  'account.notify': notifyAccount,
  'account.settle': settleAccount,
  'account.erase': eraseAccount,
  'account.export': exportData,
  'photo.render': renderUpload,
  'follow.accept': acceptRest,
  'feed.fanOut': fanOutPost,
  'notification.grow': growNotification,
  'names.index': indexNames,
  'files.remove': removeFiles,
  'feeds.trim': trimFeeds,
  'rows.expire': expireRows,
}
