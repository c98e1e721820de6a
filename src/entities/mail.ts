import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'

/** A message in the mailbox, which stands in for a mail server and an SMS gateway. */
const schema = defineEntity({
  name: 'Mail',
  properties: {
    id: p.string().length(200).primary(),
    channel: p.string().$type<'email' | 'sms'>(),
    recipient: p.string().length(254),
    subject: p.string().length(200),
    text: p.text(),
    html: p.text(),
    at: now().index('mail_at'),
  },
})

export class Mail extends schema.class {}
schema.setClass(Mail)
