import type { HandlersOf } from '#core/pipeline/handler'
import { archivePost } from './archive.ts'
import { listArchived } from './archived.ts'
import { createPost } from './create.ts'
import { deletePost } from './delete.ts'
import { listDeleted } from './deleted.ts'
import { listDrafts } from './drafts.ts'
import { editPost } from './edit.ts'
import { getPost } from './get.ts'
import { listVersions } from './history.ts'
import { likePost } from './like.ts'
import { listLiked } from './liked.ts'
import { listLikers } from './likers.ts'
import { listPending } from './pending.ts'
import { pinPost } from './pin.ts'
import { publishPost } from './publish.ts'
import { removeTag } from './remove-tag.ts'
import { restorePost } from './restore.ts'
import { savePost } from './save.ts'
import { listSaved } from './saved.ts'
import { listScheduled } from './scheduled.ts'
import { sharePost } from './share.ts'
import { unarchivePost } from './unarchive.ts'
import { unlikePost } from './unlike.ts'
import { unpinPost } from './unpin.ts'
import { unsavePost } from './unsave.ts'
import { unwatchPost } from './unwatch.ts'
import { watchPost } from './watch.ts'

export const posts: HandlersOf<'posts'> = {
  'posts.create': createPost,
  'posts.get': getPost,
  'posts.pending': listPending,
  'posts.edit': editPost,
  'posts.delete': deletePost,
  'posts.history': listVersions,
  'posts.removeTag': removeTag,
  'posts.publish': publishPost,
  'posts.scheduled': listScheduled,
  'posts.drafts': listDrafts,
  'posts.archive': archivePost,
  'posts.unarchive': unarchivePost,
  'posts.archived': listArchived,
  'posts.deleted': listDeleted,
  'posts.restore': restorePost,
  'posts.pin': pinPost,
  'posts.unpin': unpinPost,
  'posts.like': likePost,
  'posts.unlike': unlikePost,
  'posts.likers': listLikers,
  'posts.liked': listLiked,
  'posts.save': savePost,
  'posts.unsave': unsavePost,
  'posts.saved': listSaved,
  'posts.share': sharePost,
  'posts.watch': watchPost,
  'posts.unwatch': unwatchPost,
}
