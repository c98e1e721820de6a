import type { HandlersOf } from '#core/pipeline/handler'
import { createPost } from './create.ts'
import { deletePost } from './delete.ts'
import { editPost } from './edit.ts'
import { getPost } from './get.ts'
import { listVersions } from './history.ts'
import { likePost } from './like.ts'
import { listLiked } from './liked.ts'
import { listLikers } from './likers.ts'
import { listPending } from './pending.ts'
import { removeTag } from './remove-tag.ts'
import { savePost } from './save.ts'
import { listSaved } from './saved.ts'
import { unlikePost } from './unlike.ts'
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
  'posts.like': likePost,
  'posts.unlike': unlikePost,
  'posts.likers': listLikers,
  'posts.liked': listLiked,
  'posts.save': savePost,
  'posts.unsave': unsavePost,
  'posts.saved': listSaved,
  'posts.watch': watchPost,
  'posts.unwatch': unwatchPost,
}
