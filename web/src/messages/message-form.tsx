import { SendHorizontal } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useId } from 'react'
import { FieldNote } from '../forms/field-note.tsx'
import { isSendKey } from '../forms/is-send-key.ts'
import { lengthError } from '../forms/length-error.ts'
import { SuggestingArea } from '../forms/suggesting-area.tsx'
import { saveUnsent, useUnsent } from '../state/unsent.ts'

type FormProps = { conversationId: string; onSend: (text: string) => void }

/** The message input: Enter sends, Shift+Enter adds a line. Unsent text is kept while the user is on other pages. */
export function MessageForm({ conversationId, onSend }: FormProps) {
  const about = `conversation ${conversationId}`
  const text = useUnsent(about)
  const error = lengthError(text.trim(), 5000)
  const noteId = useId()
  const send = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault()
    if (!text.trim() || error) return
    onSend(text.trim())
    saveUnsent(about, '')
  }
  return (
    <form onSubmit={send} className="shrink-0 px-3 pb-3 md:px-5 md:pb-5">
      <div className="flex items-end gap-2">
        <SuggestingArea
          list="above"
          rows={1}
          value={text}
          aria-invalid={error !== undefined}
          aria-describedby={noteId}
          placeholder="Message…"
          aria-label="Message"
          onValue={text => saveUnsent(about, text)}
          onKeyDown={event => isSendKey(event) && send(event)}
          className="field field-sizing-content h-auto max-h-36 min-h-11 resize-none rounded-3xl py-2.5"
        />
        <button
          type="submit"
          aria-label="Send"
          disabled={!text.trim() || error !== undefined}
          className="btn-sun size-11 px-0"
        >
          <SendHorizontal size={20} aria-hidden />
        </button>
      </div>
      <FieldNote id={noteId} error={error} />
    </form>
  )
}
