import type { Handlers } from '#core/handler'
import { complete } from './accounts/complete.ts'
import { refresh } from './accounts/refresh.ts'
import { resendCode } from './accounts/resend-code.ts'
import { signIn } from './accounts/sign-in.ts'
import { signOut } from './accounts/sign-out.ts'
import { signOutAll } from './accounts/sign-out-all.ts'
import { signUp } from './accounts/sign-up.ts'
import { skipPhoto } from './accounts/skip-photo.ts'
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
import { listSaved } from './posts/list-saved.ts'
import { savePost } from './posts/save-post.ts'
import { unlikePost } from './posts/unlike-post.ts'
import { unsavePost } from './posts/unsave-post.ts'
import { unwatchPost } from './posts/unwatch-post.ts'
import { watchPost } from './posts/watch-post.ts'
import { follow } from './users/follow.ts'
import { getUser } from './users/get-user.ts'
import { listPosts } from './users/list-posts.ts'
import { me } from './users/me.ts'
import { suggest } from './users/suggest.ts'
import { unfollow } from './users/unfollow.ts'

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
}
