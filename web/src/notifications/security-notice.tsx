import { ShieldAlert } from 'lucide-react'
import { Link } from 'react-router'
import type { Notification, SecurityKind } from '#contract'
import { TimeAgo } from '../components/time-ago.tsx'

type Security = NonNullable<Notification['security']>
type Notice = { text: (from: string) => string; question: string; to: string }

const devices = { question: 'Was this you?', to: '/settings/devices' }
const notices: Record<SecurityKind, Notice> = {
  new_device: { text: from => `New sign-in from ${from}.`, ...devices },
  token_reused: {
    text: from => `An old session key was used from ${from}. We signed that session out.`,
    question: 'View your devices',
    to: '/settings/devices',
  },
  password_changed: {
    text: from => `Your password was changed on ${from}.`,
    question: 'Wasn’t you?',
    to: '/settings/password',
  },
  contact_changed: {
    text: from => `Your email or phone was changed on ${from}.`,
    question: 'Wasn’t you?',
    to: '/settings/contact',
  },
  totp_enabled: {
    text: from => `An authenticator was turned on from ${from}.`,
    question: 'Wasn’t you?',
    to: '/settings/authenticator',
  },
  totp_disabled: {
    text: from => `The authenticator was turned off from ${from}.`,
    question: 'Wasn’t you?',
    to: '/settings/authenticator',
  },
}

/** A security event of the user's account. */
export function SecurityNotice({ security, createdAt }: { security: Security; createdAt: string }) {
  const { text, question, to } = notices[security.what]
  const from = [security.device, security.ip].filter(Boolean).join(', ') || 'an unknown device'
  return (
    <>
      <span className="grid size-11 shrink-0 place-items-center rounded-full bg-wash text-sun">
        <ShieldAlert size={22} aria-hidden />
      </span>
      <p className="min-w-0 flex-1 text-sm leading-snug">
        {text(from)}{' '}
        <Link to={to} className="link">
          {question}
        </Link>{' '}
        <TimeAgo at={createdAt} />
      </p>
    </>
  )
}
