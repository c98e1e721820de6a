import { SendHorizontal } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useState } from 'react'

export function MessageForm({ onSend }: { onSend: (text: string) => void }) {
  const [text, setText] = useState('')
  const send = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault()
    if (!text.trim()) return
    onSend(text.trim())
    setText('')
  }
  return (
    <form onSubmit={send} className="flex shrink-0 items-end gap-2 px-3 pb-3 md:px-5 md:pb-5">
      <textarea
        rows={1}
        value={text}
        maxLength={5000}
        placeholder="Message…"
        aria-label="Message"
        onChange={event => setText(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) send(event)
        }}
        className="field field-sizing-content h-auto max-h-36 min-h-11 resize-none rounded-3xl py-2.5"
      />
      <button type="submit" aria-label="Send" disabled={!text.trim()} className="btn-sun size-11 px-0">
        <SendHorizontal size={20} aria-hidden />
      </button>
    </form>
  )
}
