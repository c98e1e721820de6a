import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Post } from '#contract'
import { client, errorMessage, fieldErrors } from '../client.ts'
import { Form } from '../forms/form.tsx'
import { TextArea } from '../forms/text-area.tsx'
import { addToFeed, showFresh } from '../state/feed.ts'
import { loadPost } from '../state/posts.ts'
import { toast } from '../state/toasts.ts'
import { RepostCard } from './repost-card.tsx'

/** Reposts a post to one's own followers, with a few words or none. */
export function RepostForm({ post, onClose }: { post: Post; onClose: () => void }) {
  const [caption, setCaption] = useState('')
  const [key] = useState(() => crypto.randomUUID())
  const original = post.sharedPost ?? post
  const repost = useMutation({
    mutationFn: () =>
      client.call('posts.create', { sharedPostId: original.id, caption: caption.trim(), idempotencyKey: key }),
    onSuccess(made) {
      onClose()
      addToFeed(made)
      showFresh()
      toast('Reposted to your followers.')
      void loadPost(original.id).catch(() => undefined)
    },
  })
  const fields = fieldErrors(repost.error)
  return (
    <div className="grid gap-4 px-5 py-4">
      <RepostCard post={original} />
      <Form
        action="Repost"
        busy={repost.isPending}
        fields={fields}
        message={repost.error && !fields.caption ? errorMessage(repost.error) : ''}
        submit={event => {
          event.preventDefault()
          if (!repost.isPending) repost.mutate()
        }}
      >
        <TextArea
          label="Your words (optional)"
          value={caption}
          onValue={setCaption}
          maxLength={2200}
          suggests
          error={fields.caption}
        />
      </Form>
    </div>
  )
}
