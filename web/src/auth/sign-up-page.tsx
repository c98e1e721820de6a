import { useRef } from 'react'
import { Link, Navigate } from 'react-router'
import { clearDrafts, readDraft } from '../state/drafts.ts'
import { signOut, useStage } from '../state/session.ts'
import { AuthLayout } from './auth-layout.tsx'
import { CodeStep } from './code-step.tsx'
import { ContactStep } from './contact-step.tsx'
import { PhotoStep } from './photo-step.tsx'
import { ProfileStep } from './profile-step.tsx'
import { Progress } from './progress.tsx'

const steps = {
  contact: {
    title: 'Create your account',
    intro: () => 'All you need is an email address or a phone number.',
    Step: ContactStep,
  },
  code: { title: 'Enter the code', intro: () => <SentTo contact={readDraft('contact')} />, Step: CodeStep },
  profile: { title: 'Create your profile', intro: () => 'This is how people will see you.', Step: ProfileStep },
  photo: { title: 'Add a profile photo', intro: () => 'Help people recognize you.', Step: PhotoStep },
}

/** The steps of a sign-up. The tokens hold the current step, so closing the page loses nothing. */
export function SignUpPage() {
  const stage = useStage()
  const isNew = useRef(stage !== 'done')
  if (stage === 'done') {
    clearDrafts('contact')
    return <Navigate to={isNew.current ? '/sign-up/people' : '/'} replace />
  }
  const at = stage ?? 'contact'
  const { title, intro, Step } = steps[at]
  return (
    <AuthLayout title={title} intro={intro()} compact={stage !== null}>
      <Progress at={at} />
      <Step />
      <p className="mt-8 text-center text-quiet">
        {stage === null && (
          <>
            Have an account?{' '}
            <Link to="/sign-in" className="link">
              Sign in
            </Link>
          </>
        )}
        {(stage === 'code' || stage === 'profile') && (
          <button type="button" className="text-sm hover:underline" onClick={signOut}>
            {stage === 'code' ? 'Wrong email or phone? Start over' : 'Start over'}
          </button>
        )}
      </p>
    </AuthLayout>
  )
}

const SentTo = ({ contact }: { contact: string }) =>
  contact ? (
    <>
      We sent a six-digit code to <b className="font-semibold wrap-anywhere text-ink">{contact}</b>.
    </>
  ) : (
    'We sent you a six-digit code.'
  )
