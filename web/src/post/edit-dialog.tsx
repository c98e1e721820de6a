import { useState } from 'react'
import type { Post } from '#contract'
import { client } from '../client.ts'
import { Dialog, DialogTitle } from '../components/dialog.tsx'
import { Field } from '../forms/field.tsx'
import { Form } from '../forms/form.tsx'
import { TextArea } from '../forms/text-area.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { MAX_PHOTOS } from '../photo/fitting-photos.ts'
import { putPosts } from '../state/posts.ts'
import { toast } from '../state/toasts.ts'
import { tagError, tagsOf } from '../tags/tag.ts'
import { AddPhotos, type EditedPhoto, useAddedPhotos } from './added-photos.tsx'
import { detailsOf } from './photo-details.ts'
import { PhotoOrder } from './photo-order.tsx'
import { PostChoices } from './post-choices.tsx'

/** Edits a post: its photos, caption and place, and whether it accepts comments. One that waits may get more photos. */
export function EditDialog({ post, onClose }: { post: Post; onClose: () => void }) {
  const [caption, setCaption] = useState(post.caption)
  const [place, setPlace] = useState(post.location?.name ?? '')
  const [media, setMedia] = useState<EditedPhoto[]>(post.media)
  const isWaiting = post.status === 'draft' || post.status === 'scheduled'
  const { add, ...adding } = useAddedPhotos(photo => setMedia(now => [...now, photo]))
  const [choices, setChoices] = useState({ commentsDisabled: post.commentsDisabled, hideLikes: post.likesHidden })
  const [before] = useState(() => detailsOf(post))
  const [details, setDetails] = useState(before)
  const tags = media.map(each => details[each.id]?.tags ?? [])
  const form = useSubmit(async () => {
    // Sending an unchanged place would drop its coordinates.
    const moved = place.trim() !== (post.location?.name ?? '')
    const location = moved && { location: place.trim() ? { name: place.trim() } : null }
    const mediaIds = media.map(each => each.id)
    const isRearranged = mediaIds.join() !== post.media.map(each => each.id).join()
    // Unchanged tags stay, also of people who do not want to be tagged any longer.
    const isTagged = [...post.media, ...media].some(each => details[each.id]?.tags !== before[each.id]?.tags)
    putPosts([
      await client.call('posts.edit', {
        postId: post.id,
        caption: caption.trim(),
        ...choices,
        altTexts: media.map(each => details[each.id]?.altText.trim() ?? ''),
        ...location,
        ...(isRearranged && { mediaIds }),
        ...(isTagged && { tagged: tagsOf(tags) }),
      }),
    ])
    onClose()
    toast(post.status === 'draft' ? 'Draft saved.' : 'Post updated.')
  }, ['caption'])
  const title = post.status === 'draft' ? 'Edit draft' : 'Edit post'
  return (
    <Dialog label={title} onClose={onClose}>
      <DialogTitle title={title} onClose={onClose} />
      <div className="p-5">
        <Form {...form} message={tagError(form.error, tags) ?? form.message} action="Save" disabled={adding.isAdding}>
          {(post.media.length > 0 || media.length > 0) && (
            <PhotoOrder media={media} details={details} onChange={setMedia} onDetails={setDetails} />
          )}
          {isWaiting && media.length < MAX_PHOTOS && (
            <AddPhotos {...adding} onFiles={files => add({ files, room: MAX_PHOTOS - media.length })} />
          )}
          <TextArea
            suggests
            label="Caption"
            value={caption}
            onValue={setCaption}
            maxLength={2200}
            error={form.fields.caption}
          />
          <Field label="Place" name="place" maxLength={100} value={place} onValue={setPlace} />
          <PostChoices {...choices} onChange={setChoices} />
        </Form>
      </div>
    </Dialog>
  )
}
