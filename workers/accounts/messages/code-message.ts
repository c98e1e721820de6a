import type { Part } from './render-message.ts'

export type CodePurpose = 'sign-up' | 'contact' | 'reset'

const wording: Record<CodePurpose, { subject: string; lead: string; ignored: string; short: string }> = {
  'sign-up': {
    subject: 'Your Heliograph code',
    lead: 'Here is the code to go on with your sign-up.',
    ignored: 'If you did not sign up for Heliograph, you need do nothing.',
    short: 'Heliograph code',
  },
  contact: {
    subject: 'Prove your new Heliograph address',
    lead: 'Here is the code that makes this the new address of your account.',
    ignored: 'If you did not ask for it, you need do nothing: without the code nothing changes.',
    short: 'code to prove this number to Heliograph',
  },
  reset: {
    subject: 'Your code for a new Heliograph password',
    lead: 'Here is the code to set a new password with.',
    ignored: 'If you did not ask for it, you need do nothing: without the code your password stays as it is.',
    short: 'code for a new Heliograph password',
  },
}

/**
 * What a code comes with. Nothing in it was typed by whoever asked for it: a code goes to any address that a stranger
 * types, and is not to carry their words there.
 */
export function codeMessage(purpose: CodePurpose, digits: string, link: string | null) {
  const { subject, lead, ignored, short } = wording[purpose]
  const parts: Part[] = [
    lead,
    { code: digits },
    ...(link ? [{ label: 'Or set it right away', url: link }] : []),
    'It is good for ten minutes. Nobody from Heliograph ever asks you for it.',
    ignored,
  ]
  return { subject, parts, short: `${digits} is your ${short}. It is good for ten minutes; never pass it on.` }
}
