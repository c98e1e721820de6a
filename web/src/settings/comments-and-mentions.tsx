import { useMutation, useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import type { CallOf, Circle, Settings } from '#contract'
import { client, fieldErrors } from '../client.ts'
import { LoadState } from '../components/load-state.tsx'
import { Field } from '../forms/field.tsx'
import { queries } from '../state/queries.ts'
import { toast, toastError } from '../state/toasts.ts'

const key = ['users.settings']

/** Who may comment, mention, tag and message, and the words that hide comments. */
export function CommentsAndMentions() {
  const settings = useQuery({ queryKey: key, queryFn: () => client.call('users.settings', {}) })
  const change = useMutation({
    mutationFn: (changed: CallOf<'users.setSettings'>) => client.call('users.setSettings', changed),
    onSuccess: saved => {
      queries.setQueryData(key, saved)
      toast('Settings saved.')
    },
  })
  const { data } = settings
  if (!data) return <LoadState failed={settings.isError} onRetry={() => void settings.refetch()} />
  const set = (changed: CallOf<'users.setSettings'>) => change.mutateAsync(changed)
  return (
    <>
      <div className="card grid gap-5 rounded-2xl border p-5">
        {circles.map(({ name, label }) => (
          <CircleChoice
            key={name}
            label={label}
            value={data[name]}
            busy={change.isPending}
            onChange={circle => set({ [name]: circle }).catch(toastError)}
          />
        ))}
      </div>
      <HiddenWords words={data.hiddenWords} busy={change.isPending} onChange={hiddenWords => set({ hiddenWords })} />
    </>
  )
}

type CircleName = keyof Settings & `whoMay${string}`
const circles: { name: CircleName; label: string }[] = [
  { name: 'whoMayComment', label: 'Who can comment on your posts' },
  { name: 'whoMayMention', label: 'Who can mention you' },
  { name: 'whoMayTag', label: 'Who can tag you in photos' },
  { name: 'whoMayMessage', label: 'Who can message you' },
]

const choices: Record<Circle, string> = {
  everyone: 'Everyone',
  followers: 'Your followers',
  following: 'People you follow',
  nobody: 'Nobody',
}

type ChoiceProps = { label: string; value: Circle; busy: boolean; onChange: (circle: Circle) => void }

function CircleChoice({ label, value, busy, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-semibold">
        {label}
      </label>
      <select
        id={id}
        value={value}
        disabled={busy}
        className="field"
        onChange={event => onChange(event.target.value as Circle)}
      >
        {Object.entries(choices).map(([circle, title]) => (
          <option key={circle} value={circle}>
            {title}
          </option>
        ))}
      </select>
    </div>
  )
}

type WordsProps = { words: string[]; busy: boolean; onChange: (words: string[]) => Promise<unknown> }

function HiddenWords({ words, busy, onChange }: WordsProps) {
  const [typed, setTyped] = useState('')
  const [error, setError] = useState('')
  async function add(event: FormEvent) {
    event.preventDefault()
    const word = typed.trim()
    if (word === '' || busy) return
    try {
      setError('')
      if (!words.includes(word)) await onChange([...words, word])
      setTyped('')
    } catch (failure) {
      const [field] = Object.values(fieldErrors(failure))
      if (field) setError(field)
      else toastError(failure)
    }
  }
  return (
    <section aria-labelledby="hidden-words" className="mt-8">
      <h2 id="hidden-words" className="font-semibold">
        Hidden words
      </h2>
      <p className="mt-1 mb-4 text-sm text-quiet">
        Comments on your posts with one of these words or phrases are seen by nobody but you and those who wrote them.
      </p>
      <form onSubmit={add} noValidate className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <Field label="Word or phrase" name="word" maxLength={100} value={typed} onValue={setTyped} error={error} />
        </div>
        <button type="submit" disabled={busy || typed.trim() === ''} className="btn-quiet mt-7 h-11">
          Add
        </button>
      </form>
      <ul aria-label="Hidden words" className="mt-2 flex flex-wrap gap-2">
        {words.map(word => (
          <li key={word} className="flex max-w-full items-center gap-1 rounded-full bg-wash py-1 pr-1 pl-3 text-sm">
            <span className="min-w-0 truncate">{word}</span>
            <button
              type="button"
              aria-label={`Remove ${word}`}
              disabled={busy}
              className="grid size-7 place-items-center rounded-full hover:text-rose"
              onClick={() => onChange(words.filter(each => each !== word)).catch(toastError)}
            >
              <X size={15} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
