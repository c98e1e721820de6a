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
    intro: () => 'An email address or a phone number is all it takes to begin.',
    Step: ContactStep,
  },
  code: { title: 'Enter the code', intro: () => <SentTo contact={readDraft('contact')} />, Step: CodeStep },
  profile: { title: 'Who are you?', intro: () => 'Your name as people will see it.', Step: ProfileStep },
  photo: { title: 'Show your face', intro: () => 'Or anything else that people know you by.', Step: PhotoStep },
}

/** The steps of a sign-up; the tokens know how far it is, so closing the page loses nothing. */
export function SignUpPage() {
  const stage = useStage()
  const begun = useRef(stage !== 'done')
  if (stage === 'done') {
    clearDrafts('contact')
    return <Navigate to={begun.current ? '/sign-up/people' : '/'} replace />
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
            {stage === 'code' ? 'Wrong address? Begin again' : 'Begin again with another address'}
          </button>
        )}
      </p>
    </AuthLayout>
  )
}

const SentTo = ({ contact }: { contact: string }) =>
  contact ? (
    <>
      We have sent six digits to <b className="font-semibold wrap-anywhere text-ink">{contact}</b>.
    </>
  ) : (
    'We have sent you six digits.'
  )
