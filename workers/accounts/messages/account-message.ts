import type { NoticeKind } from '#jobs'
import type { Part } from './render-message.ts'

/** What a message can say: who it is for, where the action came from, when, and until when it can be undone. */
export type About = { fullName: string; device: string; ip: string; at: string; until: string; publicUrl: string }

type Wording = {
  subject: string
  lead: string
  /** The text of an SMS. */
  short: string
  /** What the user can do next; by default set a new password, in case it was somebody else. */
  link?: { label: string; path: string }
  ifNotYou?: string
}

const stolen = 'If it was not you, someone knows your password: set a new one at once, which ends all sessions.'

const wording: Record<NoticeKind, (about: About) => Wording> = {
  new_device: () => ({
    subject: 'New sign-in to Heliograph',
    lead: 'Someone signed in to your account on a device that it has not been used on before.',
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
      'If it was not you, someone knows your password: sign in with your user name, set a new password and change the address back. If you can no longer sign in, contact the operator of this server.',
    link: { label: 'Sign in', path: '/sign-in' },
  }),
  token_reused: () => ({
    subject: 'We ended a session of your Heliograph account',
    lead: 'A key of one of your sessions was used twice, as happens when someone has copied it. That session has ended.',
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
    lead: `Nobody can see your account any more. Until ${until} you can undo this by signing in; after that, the account is erased for good.`,
    short: `your account was deleted; until ${until} you can undo this by signing in`,
    ifNotYou: 'If it was not you, undo it and set a new password at once.',
    link: { label: 'Undo the deletion', path: '/sign-in' },
  }),
  undeleted: () => ({
    subject: 'Your Heliograph account is back',
    lead: 'The deletion of your account was undone: everything is where it was.',
    short: 'the deletion of your account was undone',
  }),
  suspended: () => ({
    subject: 'Your Heliograph account is suspended',
    lead: 'The moderators of this server have suspended your account. Nobody can see it, and you cannot sign in.',
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
    lead: 'The file that you asked for is ready. It holds everything that you have put into your account, and is kept for seven days, for you alone.',
    short: 'the file with your data is ready',
    link: { label: 'Get the file', path: '/settings/data' },
  }),
}

/** The message to the owner of an account about an action. */
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
