import { useState } from 'react'
import { Link, Navigate, useSearchParams } from 'react-router'
import { farewell, useStage } from '../state/session.ts'
import { ClosedAccount } from './closed-account.tsx'
import { type Refused, SignInForm } from './sign-in-form.tsx'
import { Welcome } from './welcome.tsx'

export function SignInPage() {
  const [search] = useSearchParams()
  const [note] = useState(farewell.words)
  const [refused, setRefused] = useState<Refused | null>(null)
  const stage = useStage()
  if (stage === 'done') {
    farewell.forget()
    return <Navigate to={ownPath(search.get('next'))} replace />
  }
  if (stage !== null) return <Navigate to="/sign-up" replace />
  if (refused) return <ClosedAccount refused={refused} onBack={() => setRefused(null)} />
  return (
    <Welcome title="Welcome back">
      {note && (
        <p role="status" className="mb-6 rounded-xl bg-wash px-4 py-3 text-sm">
          {note}
        </p>
      )}
      <SignInForm onRefused={setRefused} />
      <p className="mt-8 text-center text-quiet">
        New here?{' '}
        <Link to="/sign-up" className="link">
          Create an account
        </Link>
      </p>
    </Welcome>
  )
}

/** Only paths of this site: an address from outside must not lead away. */
const ownPath = (next: string | null): string => (next && /^\/[^/\\]/.test(next) ? next : '/')
