import { useEffect, useState } from 'react'
import type { User } from '#contract'
import { client } from '../client.ts'
import { FollowButton } from '../parts/follow-button.tsx'
import { PersonRow } from '../parts/person.tsx'

/** People one may want to follow; nothing while there are none. */
export function Suggestions({ limit = 5 }: { limit?: number }) {
  const [people, setPeople] = useState<User[]>([])
  useEffect(() => {
    client.call('users.suggested', { limit }).then(
      page => setPeople(page.items),
      () => undefined,
    )
  }, [limit])
  if (people.length === 0) return null
  return (
    <section aria-label="Suggested for you" className="text-left">
      <h2 className="mb-2 text-sm font-semibold text-quiet">Suggested for you</h2>
      {people.map(user => (
        <PersonRow key={user.id} user={user}>
          <FollowButton user={user} subtle />
        </PersonRow>
      ))}
    </section>
  )
}
