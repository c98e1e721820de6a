import type { Config } from '#config'
import type { Log } from '#platform/log'
import { openMail } from '#platform/mail'
import { openSms } from '#platform/sms'

export type Messages = ReturnType<typeof startMessages>

/** Opens what sends mail and text messages, and warns of what is missing for it. */
export function startMessages(stack: AsyncDisposableStack, config: Config, log: Log) {
  const mail = config.smtpUrl ? openMail({ smtpUrl: config.smtpUrl, from: config.mailFrom }) : null
  if (mail) stack.defer(() => mail.close())
  const sms = config.sms && openSms(config.sms)
  const canText = sms !== null || config.mailbox
  if (!config.embedded && config.publicUrl === null)
    log.warn('PUBLIC_URL is not set: links in messages lead to this machine')
  if (!canText) log.warn('SMS_URL is not set: nobody can sign up with a phone number')
  return { gateways: { mail, sms, mailbox: config.mailbox }, canText }
}
