import type { NoticeKind } from '#jobs'
import type { Part } from './render-message.ts'

/** What a letter can say: who it is for, from where the deed was done, when, and for how long it can be taken back. */
export type About = { fullName: string; device: string; ip: string; at: string; until: string; publicUrl: string }

type Wording = {
  subject: string
  lead: string
  /** What a text message says. */
  short: string
  /** Where one goes on; unless told otherwise, to a new password in case it was somebody else. */
  link?: { label: string; path: string }
  ifNotYou?: string
}

const stolen = 'If it was not you, somebody knows your password: set a new one at once, which ends all sessions.'

const wording: Record<NoticeKind, (about: About) => Wording> = {
  new_device: () => ({
    subject: 'New sign-in to Heliograph',
    lead: 'Somebody signed in to your account on a device that it has not been used on before.',
    short: 'new sign-in to your account',
  }),
  password_changed: () => ({
    subject: 'Your Heliograph password was changed',
    lead: 'The password of your account was changed, and all its sessions have ended.',
    short: 'your password was changed',
    ifNotYou: 'If it was not you, set a new one at once, which ends all sessions again.',
  }),
  contact_changed: () => ({
    subject: 'The address of your Heliograph account was changed',
    lead: 'An email address or phone number of your account was added, replaced or removed. If it was this one, it is no longer part of your account.',
    short: 'an email address or phone number of your account was changed',
    ifNotYou:
      'If it was not you, somebody knows your password: sign in with your user name, set a new password and change the address back. If you can no longer sign in, turn to those who run this server.',
    link: { label: 'Sign in', path: '/sign-in' },
  }),
  token_reused: () => ({
    subject: 'We ended a session of your Heliograph account',
    lead: 'A key of one of your sessions was used twice, as happens when somebody has copied it. That session has ended.',
    short: 'a session of yours was used from two places and has ended',
    ifNotYou: 'If you did not copy it yourself, set a new password, which ends all other sessions too.',
  }),
  totp_enabled: () => ({
    subject: 'Your Heliograph account now needs an authenticator',
    lead: 'From now on, signing in needs a code of the authenticator that was set up, or a recovery code.',
    short: 'signing in now needs your authenticator',
  }),
  totp_disabled: () => ({
    subject: 'Your Heliograph account no longer needs an authenticator',
    lead: 'From now on, signing in needs your password alone.',
    short: 'signing in no longer needs your authenticator',
  }),
  deleted: ({ until }) => ({
    subject: 'Your Heliograph account was deleted',
    lead: `Nobody sees your account any more. Until ${until} you can take this back by signing in; after that, it is erased for good.`,
    short: `your account was deleted; until ${until} you can take this back by signing in`,
    ifNotYou: 'If it was not you, take it back and set a new password at once.',
    link: { label: 'Take it back', path: '/sign-in' },
  }),
  undeleted: () => ({
    subject: 'Your Heliograph account is back',
    lead: 'The deletion of your account was taken back: everything is where it was.',
    short: 'the deletion of your account was taken back',
  }),
  suspended: () => ({
    subject: 'Your Heliograph account is suspended',
    lead: 'Those who look after this server have suspended your account. Nobody sees it, and you cannot sign in.',
    short: 'your account is suspended',
    ifNotYou: '',
  }),
  restored: () => ({
    subject: 'Your Heliograph account is restored',
    lead: 'The suspension of your account has ended: everything is where it was, and you can sign in again.',
    short: 'the suspension of your account has ended',
    ifNotYou: '',
    link: { label: 'Sign in', path: '/sign-in' },
  }),
  export_ready: () => ({
    subject: 'Your Heliograph data is ready',
    lead: 'What you asked for is ready: a file with all that you have put into your account. It is kept for seven days, for you alone.',
    short: 'the file with your data is ready',
    link: { label: 'Get the file', path: '/settings/data' },
  }),
}

/** What the owner of an account is written to about. */
export function accountMessage(what: NoticeKind, about: About): { subject: string; parts: Part[]; short: string } {
  const { subject, lead, short, ifNotYou = stolen, link } = wording[what](about)
  const goOn = link ?? { label: 'Set a new password', path: '/forgot-password' }
  const isLinked = link !== undefined || ifNotYou !== ''
  const url = `${about.publicUrl}${goOn.path}`
  const place = [about.device, about.ip].filter(Boolean).join(', ')
  const parts: (Part | null)[] = [
    about.fullName && `Hello ${about.fullName},`,
    lead,
    `When: ${about.at}`,
    place && `From: ${place}`,
    ifNotYou,
    isLinked ? { label: goOn.label, url } : null,
  ]
  const from = [about.device, about.at].filter(Boolean).join(', ')
  return {
    subject,
    parts: parts.filter((part): part is Part => part !== null && part !== ''),
    short: `Heliograph: ${short} (${from}).${isLinked ? ` ${link ? '' : 'Not you? '}${url}` : ''}`,
  }
}
