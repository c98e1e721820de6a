import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { newIdempotencyKey } from '#client'
import type { Comment, Post } from '#contract'
import { errorMessage, isForbidden } from '../client.ts'
import { FieldNote } from '../forms/field-note.tsx'
import { isSendKey } from '../forms/is-send-key.ts'
import { lengthError } from '../forms/length-error.ts'
import { SuggestingArea } from '../forms/suggesting-area.tsx'
import { addComment } from '../state/comments.ts'
import { toastError } from '../state/toasts.ts'
import { saveUnsent, useUnsent } from '../state/unsent.ts'

type FormProps = {
  post: Post
  /** The input gets the focus whenever this number grows. */
  focus?: number
  replyTo?: Comment | null
  onSent?: (comment: Comment) => void
}

/** The comment input: Enter sends, Shift+Enter adds a line. Unsent text is kept while the user is on other pages. */
export function CommentForm({ post, focus = 0, replyTo = null, onSent }: FormProps) {
  const about = `post ${post.id}`
  const text = useUnsent(about)
  const error = lengthError(text.trim(), 2200)
  const noteId = useId()
  const [sending, setSending] = useState(false)
  /** Why the viewer may not comment, once they have tried. */
  const [limit, setLimit] = useState('')
  const lastTry = useRef({ body: '', key: '' })
  const input = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (focus > 0) input.current?.focus()
  }, [focus])
  useMention(about, replyTo)
  useEffect(() => {
    if (replyTo) input.current?.focus()
  }, [replyTo])

  const closed = post.commentsDisabled ? 'Comments are turned off.' : limit
  if (closed) {
    return (
      <p role="status" className="pt-2 text-sm text-quiet">
        {closed}
      </p>
    )
  }

  async function send(event: FormEvent | KeyboardEvent) {
    event.preventDefault()
    if (!text.trim() || error || sending) return
    setSending(true)
    const parentId = replyTo?.id
    // Unchanged text keeps its key, so that retrying after a lost response does not create the comment twice.
    const body = `${parentId} ${text.trim()}`
    if (lastTry.current.body !== body) lastTry.current = { body, key: newIdempotencyKey() }
    try {
      const comment = await addComment(post.id, text.trim(), parentId, lastTry.current.key)
      lastTry.current = { body: '', key: '' }
      // What was typed since stays.
      saveUnsent(about, now => (now.startsWith(text) ? now.slice(text.length) : now))
      onSent?.(comment)
    } catch (error) {
      if (isForbidden(error)) setLimit(errorMessage(error))
      else toastError(error)
    } finally {
      setSending(false)
    }
  }

  return (
    <form onSubmit={send} className="pt-2">
      <div className="flex items-end gap-2">
        <SuggestingArea
          ref={input}
          list="above"
          rows={1}
          value={text}
          aria-invalid={error !== undefined}
          aria-describedby={noteId}
          placeholder="Add a comment…"
          aria-label="Add a comment"
          onValue={text => saveUnsent(about, text)}
          onKeyDown={event => isSendKey(event) && void send(event)}
          className="field-sizing-content max-h-28 min-h-6 w-full resize-none bg-transparent text-base leading-6 outline-none md:text-sm"
        />
        {text.trim() && (
          <button
            type="submit"
            disabled={sending || error !== undefined}
            className="text-sm leading-6 font-semibold text-sun disabled:opacity-50"
          >
            Post
          </button>
        )}
      </div>
      <FieldNote id={noteId} error={error} />
    </form>
  )
}

/** Prefixes the text with a mention of the user replied to, and removes it when the reply is cancelled. */
function useMention(about: string, replyTo: Comment | null) {
  const mention = replyTo ? `@${replyTo.author.username} ` : ''
  const before = useRef('')
  useEffect(() => {
    const old = before.current
    before.current = mention
    if (old !== mention) saveUnsent(about, now => mention + (now.startsWith(old) ? now.slice(old.length) : now))
  }, [about, mention])
}
