import { expireRows } from './expire-rows.ts'
import { fanOutPost } from './fan-out-post.ts'
import { growNotification } from './grow-notification.ts'
import type { JobHandlers } from './job.ts'
import { removeFiles } from './remove-files.ts'
import { renderUpload } from './render-photo.ts'
import { sendCode } from './send-code.ts'
import { warnAccount } from './warn-account.ts'

/** Job → handler. One that is missing does not compile. */
export const jobHandlers: JobHandlers = {
  'code.send': sendCode,
  'account.warn': warnAccount,
  'photo.render': renderUpload,
  'feed.fanOut': fanOutPost,
  'notification.grow': growNotification,
  'files.remove': removeFiles,
  'rows.expire': expireRows,
}
