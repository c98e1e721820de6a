import { useCallback, useEffect, useState } from 'react'
import { Link, Navigate } from 'react-router'
import type { User } from '#contract'
import { client } from '../client.ts'
import { FollowButton } from '../components/follow-button.tsx'
import { LoadState } from '../components/load-state.tsx'
import { PersonRow } from '../components/person-row.tsx'
import { useStage } from '../state/session.ts'
import { AuthLayout } from './auth-layout.tsx'
import { Progress } from './progress.tsx'

/** The last step of a sign-up: people to follow, so that the feed does not start empty. */
export function PeoplePage() {
  const stage = useStage()
  const [people, setPeople] = useState<User[] | null>(null)
  const [failed, setFailed] = useState(false)
  const load = useCallback(() => {
    setFailed(false)
    client.call('users.suggested', { limit: 12 }).then(
      page => setPeople(page.items),
      () => setFailed(true),
    )
  }, [])
  useEffect(() => {
    if (stage === 'done') load()
  }, [stage, load])
  if (stage !== 'done') return <Navigate to="/sign-up" replace />
  const intro = people?.length === 0 ? 'You’re all set.' : 'Follow a few people to fill your feed.'
  return (
    <AuthLayout title="You’re in" intro={intro} compact>
      <Progress at="people" />
      {!people && <LoadState small failed={failed} title="Couldn’t load suggestions." onRetry={load} />}
      <ul aria-label="People to follow" className="grid grid-cols-1 gap-1">
        {people?.map(user => (
          <li key={user.id}>
            <PersonRow user={user} linked={false}>
              <FollowButton user={user} />
            </PersonRow>
          </li>
        ))}
      </ul>
      <div className="sticky bottom-0 bg-paper py-5">
        <Link to="/" className="btn-sun h-12 w-full text-base">
          Go to my feed
        </Link>
      </div>
    </AuthLayout>
  )
}
