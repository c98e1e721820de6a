import { Link, Navigate } from 'react-router'
import { client } from '../client.ts'
import { useStage } from '../state/session.ts'
import { CodeStep } from './code-step.tsx'
import { ContactStep } from './contact-step.tsx'
import { PhotoStep } from './photo-step.tsx'
import { ProfileStep } from './profile-step.tsx'
import { Welcome } from './welcome.tsx'

const steps = {
  contact: {
    title: 'Create your account',
    intro: 'An email address or a phone number is all it takes to begin.',
    Step: ContactStep,
  },
  code: { title: 'Enter the code', intro: 'We have sent you six digits.', Step: CodeStep },
  profile: { title: 'Who are you?', intro: 'Your name as people will see it.', Step: ProfileStep },
  photo: { title: 'You’re in', intro: 'Everything is ready.', Step: PhotoStep },
}
const order = Object.keys(steps)

/** The steps of a sign-up; the tokens know how far it is, so closing the page loses nothing. */
export function SignUpPage() {
  const stage = useStage()
  if (stage === 'done') return <Navigate to="/" replace />
  const at = stage ?? 'contact'
  const { title, intro, Step } = steps[at]
  return (
    <Welcome title={title} intro={intro}>
      <Progress at={order.indexOf(at)} />
      <Step />
      <p className="mt-8 text-center text-quiet">
        {stage === null ? (
          <>
            Have an account?{' '}
            <Link to="/sign-in" className="font-semibold text-sun hover:underline">
              Sign in
            </Link>
          </>
        ) : (
          <button type="button" className="text-sm hover:underline" onClick={() => client.signOut()}>
            Begin again with another address
          </button>
        )}
      </p>
    </Welcome>
  )
}

const Progress = ({ at }: { at: number }) => (
  <ol aria-label={`Step ${at + 1} of ${order.length}`} className="mb-7 flex gap-1.5">
    {order.map((step, index) => (
      <li
        key={step}
        aria-current={index === at ? 'step' : undefined}
        className={`h-1 flex-1 rounded-full transition-colors ${index <= at ? 'bg-sun' : 'bg-line'}`}
      />
    ))}
  </ol>
)
