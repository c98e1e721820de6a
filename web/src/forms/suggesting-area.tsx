import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ComponentProps, type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { client } from '../client.ts'
import { pluralize } from '../components/numbers.ts'
import { useDebounced } from '../hooks/use-debounced.ts'

type AreaProps = Omit<ComponentProps<'textarea'>, 'onChange' | 'value' | 'ref'> & {
  value: string
  onValue: (value: string) => void
  ref?: React.RefObject<HTMLTextAreaElement | null>
  /** Where the list opens. */
  list?: 'above' | 'below'
}

/** A mention or a hashtag that is being written, and its place in the text. */
type Word = { sign: string; letters: string; start: number; end: number }
type Choice = { key: string; text: string; note: string }

/** A text area that completes mentions and hashtags: the arrow keys choose, Enter or Tab takes, Escape closes. */
export function SuggestingArea({ value, onValue, onKeyDown, ref, list = 'below', className = '', ...area }: AreaProps) {
  const own = useRef<HTMLTextAreaElement>(null)
  const input = ref ?? own
  const [word, setWord] = useState<Word | null>(null)
  const [active, setActive] = useState(-1)
  const caret = useRef<number | null>(null)
  const id = useId()
  const choices = useChoices(word)
  const isOpen = choices.length > 0
  const listbox = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isOpen) listbox.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])

  // The caret follows what was taken, once the text is there.
  useLayoutEffect(() => {
    if (caret.current === null || input.current?.value !== value) return
    input.current.setSelectionRange(caret.current, caret.current)
    caret.current = null
  }, [value, input])

  function look({ value, selectionStart, selectionEnd }: HTMLTextAreaElement) {
    setWord(selectionStart === selectionEnd ? wordAt(value, selectionStart) : null)
    setActive(-1)
  }

  function take(choice: Choice) {
    if (!word) return
    caret.current = word.start + choice.text.length + 1
    onValue(`${value.slice(0, word.start)}${choice.text} ${value.slice(word.end).replace(/^ /, '')}`)
    setWord(null)
    input.current?.focus()
  }

  function onKey(event: KeyboardEvent<HTMLTextAreaElement>) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const chosen = choices[active]
    if (isOpen && step) setActive((active + step + choices.length + (active < 0 && step < 0 ? 1 : 0)) % choices.length)
    else if (isOpen && event.key === 'Escape') setWord(null)
    else if (chosen && (event.key === 'Enter' || event.key === 'Tab') && !event.nativeEvent.isComposing) take(chosen)
    else return onKeyDown?.(event)
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="relative min-w-0 flex-1">
      <textarea
        {...area}
        ref={input}
        value={value}
        className={`block ${className}`}
        aria-autocomplete="list"
        aria-controls={isOpen ? id : undefined}
        aria-activedescendant={isOpen && active >= 0 ? `${id}-${active}` : undefined}
        onChange={event => {
          onValue(event.target.value)
          look(event.target)
        }}
        onSelect={event => event.currentTarget.value === value && active < 0 && look(event.currentTarget)}
        onBlur={() => setWord(null)}
        onKeyDown={onKey}
      />
      <span role="status" className="sr-only">
        {isOpen && `${pluralize(choices.length, 'suggestion')}. Use the arrow keys.`}
      </span>
      {isOpen && (
        <div
          ref={listbox}
          id={id}
          role="listbox"
          aria-label="Suggestions"
          className={`absolute left-0 z-20 max-h-64 scroll-my-20 w-full max-w-sm overflow-y-auto rounded-xl border border-line bg-card py-1 shadow-lg ${list === 'above' ? 'bottom-full mb-1' : 'top-full mt-1'}`}
        >
          {choices.map((choice, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the text area has the focus and the keys
            <div
              key={choice.key}
              id={`${id}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === active}
              className={`flex min-w-0 cursor-pointer items-baseline gap-2 px-3 py-2 text-sm ${i === active ? 'bg-wash' : 'hover:bg-wash'}`}
              onMouseDown={event => event.preventDefault()}
              onClick={() => take(choice)}
            >
              <span className="truncate font-semibold" dir="auto">
                {choice.text}
              </span>
              <span className="shrink-0 truncate text-quiet">{choice.note}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

/** The mention or hashtag before the caret; null in the middle of a word. */
function wordAt(text: string, caret: number): Word | null {
  const found = /(?:^|[^\p{L}\p{M}\p{N}_@＠#＃/])([@＠#＃])([\p{L}\p{M}\p{N}_.]{1,60})$/u.exec(text.slice(0, caret))
  if (!found || /^[\p{L}\p{M}\p{N}_]/u.test(text.slice(caret))) return null
  const [, sign = '', letters = ''] = found
  return { sign: '@＠'.includes(sign) ? '@' : '#', letters, start: caret - letters.length - 1, end: caret }
}

/** What the word may become; nothing that it is already. */
function useChoices(word: Word | null): Choice[] {
  const typed = word ? word.sign + word.letters : ''
  const q = useDebounced(typed)
  const found = useQuery({
    queryKey: ['suggestions', q],
    queryFn: () => (q.startsWith('@') ? findPeople(q.slice(1)) : findHashtags(q.slice(1))),
    enabled: word !== null && q.length > 1,
    placeholderData: keepPreviousData,
  })
  if (!word || typed[0] !== q[0] || !found.data) return []
  return found.data.filter(({ text }) => text !== typed)
}

async function findPeople(q: string): Promise<Choice[]> {
  const { items } = await client.call('users.search', { q, limit: 6 })
  return items.map(({ id, username, fullName }) => ({ key: id, text: `@${username}`, note: fullName }))
}

async function findHashtags(q: string): Promise<Choice[]> {
  const { items } = await client.call('hashtags.search', { q, limit: 6 })
  return items.map(({ tag, counts }) => ({ key: tag, text: `#${tag}`, note: pluralize(counts.posts, 'post') }))
}
