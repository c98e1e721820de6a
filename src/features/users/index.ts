import type { HandlersOf } from '#core/pipeline/handler'
import { acceptRequest } from './accept-request.ts'
import { checkName } from './available.ts'
import { blockUser } from './block.ts'
import { listBlocked } from './blocked.ts'
import { declineRequest } from './decline-request.ts'
import { deleteAccount } from './delete.ts'
import { dismissSuggestion } from './dismiss-suggestion.ts'
import { exportData } from './export.ts'
import { followUser } from './follow.ts'
import { listRequests } from './follow-requests.ts'
import { listFollowers } from './followers.ts'
import { listFollowing } from './following.ts'
import { getUser } from './get.ts'
import { me } from './me.ts'
import { muteUser } from './mute.ts'
import { listMuted } from './muted.ts'
import { listPosts } from './posts.ts'
import { removeFollower } from './remove-follower.ts'
import { removePhoto } from './remove-photo.ts'
import { report } from './report.ts'
import { searchUsers } from './search.ts'
import { setPhoto } from './set-photo.ts'
import { setSettings } from './set-settings.ts'
import { getSettings } from './settings.ts'
import { suggestUsers } from './suggested.ts'
import { listTagged } from './tagged.ts'
import { unblockUser } from './unblock.ts'
import { undelete } from './undelete.ts'
import { unfollowUser } from './unfollow.ts'
import { unmuteUser } from './unmute.ts'
import { unwatchProfile } from './unwatch.ts'
import { updateProfile } from './update.ts'
import { watchProfile } from './watch.ts'

export const users: HandlersOf<'users'> = {
  'users.me': me,
  'users.get': getUser,
  'users.posts': listPosts,
  'users.tagged': listTagged,
  'users.suggested': suggestUsers,
  'users.follow': followUser,
  'users.unfollow': unfollowUser,
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
  'users.block': blockUser,
  'users.unblock': unblockUser,
  'users.blocked': listBlocked,
  'users.mute': muteUser,
  'users.unmute': unmuteUser,
  'users.muted': listMuted,
  'users.search': searchUsers,
  'users.dismissSuggestion': dismissSuggestion,
  'users.watch': watchProfile,
  'users.unwatch': unwatchProfile,
  'users.report': report,
  'users.settings': getSettings,
  'users.setSettings': setSettings,
}
