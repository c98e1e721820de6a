import { ShieldAlert } from 'lucide-react'
import { Link } from 'react-router'
import type { Notification, SecurityKind } from '#contract'
import { TimeAgo } from '../components/time-ago.tsx'

type Security = NonNullable<Notification['security']>
type Notice = { words: (from: string) => string; question: string; to: string }

const devices = { question: 'Was it you?', to: '/settings/devices' }
const notices: Record<SecurityKind, Notice> = {
  new_device: { words: from => `New sign-in from ${from}.`, ...devices },
  token_reused: {
    words: from => `Somebody used an old key of your account, from ${from}. That session is ended.`,
    question: 'See your devices',
    to: '/settings/devices',
  },
  password_changed: {
    words: from => `Your password was changed, from ${from}.`,
    question: 'Was it not you?',
    to: '/settings/password',
  },
  contact_changed: {
    words: from => `Your email or phone was changed, from ${from}.`,
    question: 'Was it not you?',
    to: '/settings/contact',
  },
  totp_enabled: {
    words: from => `An authenticator was turned on, from ${from}.`,
    question: 'Was it not you?',
    to: '/settings/authenticator',
  },
  totp_disabled: {
    words: from => `The authenticator was turned off, from ${from}.`,
    question: 'Was it not you?',
    to: '/settings/authenticator',
  },
}

/** What the owner of an account should know of it. */
export function SecurityNotice({ security, createdAt }: { security: Security; createdAt: string }) {
  const { words, question, to } = notices[security.what]
  const from = [security.device, security.ip].filter(Boolean).join(', ') || 'an unknown device'
  return (
    <>
      <span className="grid size-11 shrink-0 place-items-center rounded-full bg-wash text-sun">
        <ShieldAlert size={22} aria-hidden />
      </span>
      <p className="min-w-0 flex-1 text-sm leading-snug">
        {words(from)}{' '}
        <Link to={to} className="link">
          {question}
        </Link>{' '}
        <TimeAgo at={createdAt} />
      </p>
    </>
  )
}
