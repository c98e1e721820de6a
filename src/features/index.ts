import type { Handlers } from '#core/pipeline/handler'
import { accounts } from './accounts/index.ts'
import { comments } from './comments/index.ts'
import { getConversation } from './conversations/get.ts'
import { listConversations } from './conversations/list.ts'
import { openConversation } from './conversations/open.ts'
import { home } from './feed/home.ts'
import { logSince } from './log/since.ts'
import { media } from './media/index.ts'
import { listMessages } from './messages/list.ts'
import { readMessages } from './messages/read.ts'
import { sendMessage } from './messages/send.ts'
import { listAudit } from './moderation/audit.ts'
import { removeComment } from './moderation/remove-comment.ts'
import { removePost } from './moderation/remove-post.ts'
import { restore } from './moderation/restore.ts'
import { suspend } from './moderation/suspend.ts'
import { listNotifications } from './notifications/list.ts'
import { readNotifications } from './notifications/read.ts'
import { countUnread } from './notifications/unread.ts'
import { posts } from './posts/index.ts'
import { listReports } from './reports/list.ts'
import { resolveReport } from './reports/resolve.ts'
import { acceptRequest } from './users/accept-request.ts'
import { checkName } from './users/available.ts'
import { block } from './users/block.ts'
import { listBlocked } from './users/blocked.ts'
import { declineRequest } from './users/decline-request.ts'
import { deleteAccount } from './users/delete.ts'
import { dismissSuggestion } from './users/dismiss-suggestion.ts'
import { exportData } from './users/export.ts'
import { follow } from './users/follow.ts'
import { listRequests } from './users/follow-requests.ts'
import { listFollowers } from './users/followers.ts'
import { listFollowing } from './users/following.ts'
import { getUser } from './users/get.ts'
import { me } from './users/me.ts'
import { mute } from './users/mute.ts'
import { listMuted } from './users/muted.ts'
import { listPosts } from './users/posts.ts'
import { removeFollower } from './users/remove-follower.ts'
import { removePhoto } from './users/remove-photo.ts'
import { report } from './users/report.ts'
import { searchUsers } from './users/search.ts'
import { setPhoto } from './users/set-photo.ts'
import { suggest } from './users/suggested.ts'
import { unblock } from './users/unblock.ts'
import { undelete } from './users/undelete.ts'
import { unfollow } from './users/unfollow.ts'
import { unmute } from './users/unmute.ts'
import { unwatchProfile } from './users/unwatch.ts'
import { updateProfile } from './users/update.ts'
import { watchProfile } from './users/watch.ts'

/** Operation → handler. One that is missing does not compile. */
export const handlers: Handlers = {
  ...media,
  ...accounts,
  ...posts,
  ...comments,
  'users.me': me,
  'users.get': getUser,
  'users.posts': listPosts,
  'users.suggested': suggest,
  'users.follow': follow,
  'users.unfollow': unfollow,
  'feed.home': home,
  'conversations.open': openConversation,
  'conversations.list': listConversations,
  'conversations.get': getConversation,
  'messages.send': sendMessage,
  'messages.list': listMessages,
  'messages.read': readMessages,
  'notifications.list': listNotifications,
  'notifications.unread': countUnread,
  'notifications.read': readNotifications,
  'log.since': logSince,
  'users.undelete': undelete,
  'users.update': updateProfile,
  'users.delete': deleteAccount,
  'users.export': exportData,
  'users.setPhoto': setPhoto,
  'users.removePhoto': removePhoto,
  'users.available': checkName,
  'users.followers': listFollowers,
  'users.following': listFollowing,
  'users.removeFollower': removeFollower,
  'users.followRequests': listRequests,
  'users.acceptRequest': acceptRequest,
  'users.declineRequest': declineRequest,
  'users.block': block,
  'users.unblock': unblock,
  'users.blocked': listBlocked,
  'users.mute': mute,
  'users.unmute': unmute,
  'users.muted': listMuted,
  'users.search': searchUsers,
  'users.dismissSuggestion': dismissSuggestion,
  'users.watch': watchProfile,
  'users.unwatch': unwatchProfile,
  'users.report': report,
  'reports.list': listReports,
  'reports.resolve': resolveReport,
  'moderation.removePost': removePost,
  'moderation.removeComment': removeComment,
  'moderation.suspend': suspend,
  'moderation.restore': restore,
  'moderation.audit': listAudit,
}
