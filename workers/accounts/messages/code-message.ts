import type { CodePurpose } from '#entities/code'
import type { Part } from './render-message.ts'

const wording: Record<CodePurpose, { subject: string; lead: string; ignored: string; short: string }> = {
  'sign-up': {
    subject: 'Your Heliograph code',
    lead: 'Here is the code to continue your sign-up.',
    ignored: 'If you did not sign up for Heliograph, ignore this message.',
    short: 'Heliograph code',
  },
  contact: {
    subject: 'Verify your new Heliograph address',
    lead: 'Here is the code that makes this the new address of your account.',
    ignored: 'If you did not ask for it, ignore this message: nothing changes without the code.',
    short: 'code to verify this number for Heliograph',
  },
  reset: {
    subject: 'Your code for a new Heliograph password',
    lead: 'Here is the code to set a new password.',
    ignored: 'If you did not ask for it, ignore this message: your password stays as it is without the code.',
    short: 'code for a new Heliograph password',
  },
}

/**
 * The message that carries a code. It contains nothing that the user typed: a stranger may type any address, and must not
 * be able to send their own words there.
 */
export function codeMessage(purpose: CodePurpose, digits: string, link: string | null) {
  const { subject, lead, ignored, short } = wording[purpose]
  const parts: Part[] = [
    lead,
    { code: digits },
    ...(link ? [{ label: 'Or set it with this link', url: link }] : []),
    'It is good for ten minutes. Nobody from Heliograph ever asks you for it.',
    ignored,
  ]
  return { subject, parts, short: `${digits} is your ${short}. It is good for ten minutes; never pass it on.` }
}
