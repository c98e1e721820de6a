import type { Post } from '#contract'
import { loadPost } from '../state/posts.ts'
import { Carousel } from './carousel.tsx'
import { Photo } from './photo.tsx'
import { PhotoNotes } from './photo-notes.tsx'

const SIZES = '(min-width: 768px) 480px, 100vw'
const refreshed = new Map<string, number>()

/** The photos of a post, in the aspect ratio of the first one, between 4:5 and 1.91:1. */
export function PostMedia({ post, eager = false, sizes = SIZES }: { post: Post; eager?: boolean; sizes?: string }) {
  const ratio = ratioOf(post)
  const slides = post.media.map((media, index) => (
    <div key={media.id} className="relative size-full">
      <Photo media={media} sizes={sizes} eager={eager} onExpired={() => refreshImageUrls(post.id)} />
      <PhotoNotes media={media} tags={post.tagged.filter(tag => tag.mediaIndex === index)} frame={ratio} />
    </div>
  ))
  return (
    <div className="relative overflow-hidden" style={{ aspectRatio: ratio }}>
      {slides.length > 1 ? <Carousel key={slides.length} slides={slides} /> : slides[0]}
    </div>
  )
}

export function ratioOf(post: Post): number {
  const first = post.media[0]?.image
  return first ? Math.min(1.91, Math.max(0.8, first.width / first.height)) : 1
}

/** Image URLs expire within hours, so a page that stays open reloads them: at most once a minute per post. */
export function refreshImageUrls(postId: string) {
  if (Date.now() - (refreshed.get(postId) ?? 0) < 60_000) return
  refreshed.set(postId, Date.now())
  loadPost(postId).catch(() => refreshed.delete(postId))
}
