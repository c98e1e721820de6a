import { eraseAccount } from './accounts/erase-account.ts'
import { exportData } from './accounts/export-data.ts'
import { notifyAccount } from './accounts/notify-account.ts'
import { sendCode } from './accounts/send-code.ts'
import { settleAccount } from './accounts/settle-account.ts'
import { warnAccount } from './accounts/warn-account.ts'
import { clearActivity } from './activity/clear-activity.ts'
import { filterComments } from './comments/filter-comments.ts'
import { indexComments } from './comments/index-comments.ts'
import { fanOutPost } from './feed/fan-out-post.ts'
import { trimFeeds } from './feed/trim-feeds.ts'
import type { JobHandlers } from './job.ts'
import { expireRows } from './log/expire-rows.ts'
import { removeFiles } from './media/remove-files.ts'
import { renderUpload } from './media/render-photo.ts'
import { growNotification } from './notifications/grow-notification.ts'
import { expirePosts } from './posts/expire-posts.ts'
import { indexCaptions } from './posts/index-captions.ts'
import { publishPost } from './posts/publish-post.ts'
import { acceptRest } from './users/accept-requests.ts'
import { indexNames } from './users/index-names.ts'

/** Job → handler. One that is missing does not compile. */
export const jobHandlers: JobHandlers = {
  'code.send': sendCode,
  'account.warn': warnAccount,
  'account.notify': notifyAccount,
  'account.settle': settleAccount,
  'account.erase': eraseAccount,
  'account.export': exportData,
  'activity.clear': clearActivity,
  'photo.render': renderUpload,
  'follow.accept': acceptRest,
  'comments.filter': filterComments,
  'feed.fanOut': fanOutPost,
  'notification.grow': growNotification,
  'post.publish': publishPost,
  'posts.expire': expirePosts,
  'names.index': indexNames,
  'captions.index': indexCaptions,
  'comments.index': indexComments,
  'files.remove': removeFiles,
  'feeds.trim': trimFeeds,
  'rows.expire': expireRows,
}
