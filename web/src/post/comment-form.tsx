import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Comment, Post } from '#contract'
import { addComment } from '../state/comments.ts'
import { complain } from '../state/toasts.ts'

type FormProps = {
  post: Post
  /** Each new number brings the cursor here. */
  focus?: number
  replyTo?: Comment | null
  onSent?: (comment: Comment) => void
}

/** Writes a comment: Enter sends, Shift and Enter break the line. What could not be sent stays. */
export function CommentForm({ post, focus = 0, replyTo, onSent }: FormProps) {
  const [text, setText] = useState('')
  const [sending, setSending] = useState(false)
  const input = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (focus > 0) input.current?.focus()
  }, [focus])
  useEffect(() => {
    if (!replyTo) return
    setText(`@${replyTo.author.username} `)
    input.current?.focus()
  }, [replyTo])

  if (post.commentsDisabled) return <p className="pt-2 text-sm text-quiet">Comments are turned off.</p>

  async function send(event?: FormEvent) {
    event?.preventDefault()
    if (!text.trim() || sending) return
    setSending(true)
    try {
      const comment = await addComment(post.id, text.trim(), replyTo ? (replyTo.parentId ?? replyTo.id) : undefined)
      setText('')
      onSent?.(comment)
    } catch (error) {
      complain(error)
    } finally {
      setSending(false)
    }
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void send()
  }
  return (
    <form onSubmit={send} className="flex items-end gap-2 pt-2">
      <textarea
        ref={input}
        rows={1}
        value={text}
        maxLength={2200}
        placeholder="Add a comment…"
        aria-label="Add a comment"
        onChange={event => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content max-h-28 min-h-6 w-full flex-1 resize-none bg-transparent text-base leading-6 outline-none md:text-sm"
      />
      {text.trim() && (
        <button
          type="submit"
          disabled={sending}
          className="text-sm leading-6 font-semibold text-sun disabled:opacity-50"
        >
          Post
        </button>
      )}
    </form>
  )
}
