import { createTransport } from 'nodemailer'

/** `messageId` without angle brackets: a mail that is sent again carries the same one, so that a mailbox shows it once. */
export type Mail = { messageId: string; to: string; subject: string; text: string; html: string }

export type MailGateway = {
  /** Resolves when the SMTP server took the mail. Rejects with its reply in the message. */
  send(mail: Mail): Promise<void>
  close(): void
}

/** `smtpUrl` is `smtp://user:password@host:587` or `smtps://…`; `from` is `Name <address>`. */
export function openMail({ smtpUrl, from }: { smtpUrl: string; from: string }): MailGateway {
  const url = new URL(smtpUrl)
  const transport = createTransport({
    pool: true,
    maxConnections: 4,
    host: decodeURIComponent(url.hostname),
    secure: url.protocol === 'smtps:',
    ...(url.port && { port: Number(url.port) }),
    ...(url.username && { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // A mail is rendered here; nothing in it may name a file or an address for the library to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ messageId, to, subject, text, html }) {
      // An object, not a string: nodemailer splits strings at commas into several recipients.
      await transport.sendMail({
        messageId: `<${messageId}>`,
        from,
        to: { name: '', address: to },
        subject,
        text,
        html,
      })
    },
    close: () => transport.close(),
  }
}
