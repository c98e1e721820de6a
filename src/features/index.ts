import type { Handlers } from '#core/handler'
import { beginTotp } from './accounts/begin-totp.ts'
import { changeContact } from './accounts/change-contact.ts'
import { changePassword } from './accounts/change-password.ts'
import { complete } from './accounts/complete.ts'
import { confirmTotp } from './accounts/confirm-totp.ts'
import { disableTotp } from './accounts/disable-totp.ts'
import { forgotPassword } from './accounts/forgot-password.ts'
import { listSessions } from './accounts/list-sessions.ts'
import { refresh } from './accounts/refresh.ts'
import { removeContact } from './accounts/remove-contact.ts'
import { resendCode } from './accounts/resend-code.ts'
import { resetPassword } from './accounts/reset-password.ts'
import { revokeSession } from './accounts/revoke-session.ts'
import { signIn } from './accounts/sign-in.ts'
import { signOut } from './accounts/sign-out.ts'
import { signOutAll } from './accounts/sign-out-all.ts'
import { signUp } from './accounts/sign-up.ts'
import { skipPhoto } from './accounts/skip-photo.ts'
import { undelete } from './accounts/undelete.ts'
import { verify } from './accounts/verify.ts'
import { createComment } from './comments/create-comment.ts'
import { deleteComment } from './comments/delete-comment.ts'
import { listComments } from './comments/list-comments.ts'
import { listReplies } from './comments/list-replies.ts'
import { getConversation } from './conversations/get-conversation.ts'
import { listConversations } from './conversations/list-conversations.ts'
import { openConversation } from './conversations/open-conversation.ts'
import { home } from './feed/home.ts'
import { getMedia } from './media/get-media.ts'
import { uploadPhoto } from './media/upload-photo.ts'
import { listMessages } from './messages/list-messages.ts'
import { readMessages } from './messages/read-messages.ts'
import { sendMessage } from './messages/send-message.ts'
import { listAudit } from './moderation/list-audit.ts'
import { listReports } from './moderation/list-reports.ts'
import { removeComment } from './moderation/remove-comment.ts'
import { removePost } from './moderation/remove-post.ts'
import { report } from './moderation/report.ts'
import { resolveReport } from './moderation/resolve-report.ts'
import { restore } from './moderation/restore.ts'
import { suspend } from './moderation/suspend.ts'
import { countUnread } from './notifications/count-unread.ts'
import { listNotifications } from './notifications/list-notifications.ts'
import { logSince } from './notifications/log-since.ts'
import { readNotifications } from './notifications/read-notifications.ts'
import { createPost } from './posts/create-post.ts'
import { deletePost } from './posts/delete-post.ts'
import { editPost } from './posts/edit-post.ts'
import { getPost } from './posts/get-post.ts'
import { likePost } from './posts/like-post.ts'
import { listLikers } from './posts/list-likers.ts'
import { listPending } from './posts/list-pending.ts'
import { listSaved } from './posts/list-saved.ts'
import { savePost } from './posts/save-post.ts'
import { unlikePost } from './posts/unlike-post.ts'
import { unsavePost } from './posts/unsave-post.ts'
import { unwatchPost } from './posts/unwatch-post.ts'
import { watchPost } from './posts/watch-post.ts'
import { acceptRequest } from './users/accept-request.ts'
import { block } from './users/block.ts'
import { checkName } from './users/check-name.ts'
import { declineRequest } from './users/decline-request.ts'
import { deleteAccount } from './users/delete.ts'
import { dismissSuggestion } from './users/dismiss-suggestion.ts'
import { exportData } from './users/export.ts'
import { follow } from './users/follow.ts'
import { getUser } from './users/get-user.ts'
import { listBlocked } from './users/list-blocked.ts'
import { listFollowers } from './users/list-followers.ts'
import { listFollowing } from './users/list-following.ts'
import { listMuted } from './users/list-muted.ts'
import { listPosts } from './users/list-posts.ts'
import { listRequests } from './users/list-requests.ts'
import { me } from './users/me.ts'
import { mute } from './users/mute.ts'
import { removeFollower } from './users/remove-follower.ts'
import { removePhoto } from './users/remove-photo.ts'
import { searchUsers } from './users/search.ts'
import { setPhoto } from './users/set-photo.ts'
import { suggest } from './users/suggest.ts'
import { unblock } from './users/unblock.ts'
import { unfollow } from './users/unfollow.ts'
import { unmute } from './users/unmute.ts'
import { unwatchProfile } from './users/unwatch.ts'
import { updateProfile } from './users/update.ts'
import { watchProfile } from './users/watch.ts'

/** Operation → handler. One that is missing does not compile. */
export const handlers: Handlers = {
  'auth.signUp': signUp,
  'auth.resendCode': resendCode,
  'auth.verify': verify,
  'auth.complete': complete,
  'auth.skipPhoto': skipPhoto,
  'auth.signIn': signIn,
  'auth.refresh': refresh,
  'auth.signOut': signOut,
  'auth.signOutAll': signOutAll,
  'users.me': me,
  'users.get': getUser,
  'users.posts': listPosts,
  'users.suggested': suggest,
  'users.follow': follow,
  'users.unfollow': unfollow,
  'media.upload': uploadPhoto,
  'media.get': getMedia,
  'posts.create': createPost,
  'posts.get': getPost,
  'posts.pending': listPending,
  'posts.edit': editPost,
  'posts.delete': deletePost,
  'posts.like': likePost,
  'posts.unlike': unlikePost,
  'posts.likers': listLikers,
  'posts.save': savePost,
  'posts.unsave': unsavePost,
  'posts.saved': listSaved,
  'posts.watch': watchPost,
  'posts.unwatch': unwatchPost,
  'comments.create': createComment,
  'comments.list': listComments,
  'comments.replies': listReplies,
  'comments.delete': deleteComment,
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
  'auth.forgotPassword': forgotPassword,
  'auth.resetPassword': resetPassword,
  'auth.changePassword': changePassword,
  'auth.changeContact': changeContact,
  'auth.removeContact': removeContact,
  'auth.sessions': listSessions,
  'auth.revokeSession': revokeSession,
  'auth.totpBegin': beginTotp,
  'auth.totpConfirm': confirmTotp,
  'auth.totpDisable': disableTotp,
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
