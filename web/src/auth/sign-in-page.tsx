import { useState } from 'react'
import { Link, Navigate, useSearchParams } from 'react-router'
import { signInNotice, useStage } from '../state/session.ts'
import { AuthLayout } from './auth-layout.tsx'
import { ClosedAccount } from './closed-account.tsx'
import { type Closed, SignInForm } from './sign-in-form.tsx'

export function SignInPage() {
  const [search] = useSearchParams()
  const [note] = useState(signInNotice.text)
  const [closed, setClosed] = useState<Closed | null>(null)
  const stage = useStage()
  if (stage === 'done') {
    signInNotice.clear()
    return <Navigate to={ownPath(search.get('next'))} replace />
  }
  if (stage !== null) return <Navigate to="/sign-up" replace />
  if (closed) return <ClosedAccount closed={closed} onBack={() => setClosed(null)} />
  return (
    <AuthLayout title="AuthLayout back">
      {note && (
        <p role="status" className="mb-6 rounded-xl bg-wash px-4 py-3 text-sm">
          {note}
        </p>
      )}
      <SignInForm onClosed={setClosed} />
      <p className="mt-8 text-center text-quiet">
        New here?{' '}
        <Link to="/sign-up" className="link">
          Create an account
        </Link>
      </p>
    </AuthLayout>
  )
}

/** Allows only paths of this site, so that a crafted link cannot redirect to another one. */
const ownPath = (next: string | null): string => (next && /^\/[^/\\]/.test(next) ? next : '/')
