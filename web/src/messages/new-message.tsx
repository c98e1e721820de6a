import { type FormEvent, useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import type { User } from '#contract'
import { client, sentenceOf } from '../client.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { openConversation } from '../state/conversations.ts'

/** Asks whom to write to: by user name, or one of some suggestions. */
export function NewMessage({ onClose }: { onClose: () => void }) {
  const [username, setUsername] = useState('')
  const [failure, setFailure] = useState('')
  const [people, setPeople] = useState<User[]>([])
  const navigate = useNavigate()
  useEffect(() => {
    client.call('users.suggested', { limit: 6 }).then(
      page => setPeople(page.items),
      () => undefined,
    )
  }, [])

  async function open(name: string) {
    try {
      const { id } = await openConversation([name.trim().replace(/^@/, '')])
      onClose()
      await navigate(`/messages/${id}`)
    } catch (error) {
      setFailure(sentenceOf(error))
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void open(username)
  }

  return (
    <Dialog label="New message" onClose={onClose}>
      <form onSubmit={submit} className="grid gap-3 p-5">
        <h2 className="text-lg font-semibold">New message</h2>
        <input
          value={username}
          onChange={event => setUsername(event.target.value)}
          placeholder="User name"
          aria-label="User name"
          aria-invalid={failure !== ''}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          className="field"
        />
        {failure && (
          <p role="alert" className="text-sm text-rose">
            {failure}
          </p>
        )}
        {people.map(user => (
          <button
            key={user.id}
            type="button"
            className="-mx-2 flex items-center gap-3 rounded-xl p-2 text-left hover:bg-wash"
            onClick={() => open(user.username)}
          >
            <Avatar user={user} size={36} />
            <span className="min-w-0 text-sm leading-tight">
              <span className="block truncate font-semibold">{user.username}</span>
              <span className="block truncate text-quiet">{user.fullName}</span>
            </span>
          </button>
        ))}
        <div className="flex justify-end gap-2 pt-1">
          <button type="button" className="btn-quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn-sun" disabled={!username.trim()}>
            Write
          </button>
        </div>
      </form>
    </Dialog>
  )
}
