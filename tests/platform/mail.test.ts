import { expect, onTestFinished, test } from 'vitest'
import { type Mail, openMail } from '#platform/mail'
import { startSmtp } from '#support/messages/smtp'

function openGateway(smtpUrl: string) {
  const gateway = openMail({ smtpUrl, from: 'Heliograph <no-reply@heliograph.example>' })
  onTestFinished(() => gateway.close())
  return gateway
}

const mail: Mail = {
  messageId: 'task-1@heliograph.example',
  to: 'ann@example.com',
  subject: 'Your code is 123456 ☀',
  text: 'Your code is 123456.',
  html: '<p>Your code is <b>123456</b>.</p>',
}

test('a mail arrives as text and HTML, from our address, with its Message-ID', async () => {
  const { received, host } = await startSmtp()
  await openGateway(`smtp://${host}`).send(mail)
  expect(received).toHaveLength(1)
  expect(received[0]).toMatchObject({ from: 'no-reply@heliograph.example', to: ['ann@example.com'] })
  expect(received[0]?.source).toContain('Message-ID: <task-1@heliograph.example>')
  expect(received[0]?.source).toContain('Content-Type: multipart/alternative')
  expect(received[0]?.source).toContain('Your code is 123456.')
  expect(received[0]?.source).toContain('<b>123456</b>')
})

test('a mail sent again carries the same Message-ID', async () => {
  const { received, host } = await startSmtp()
  const gateway = openGateway(`smtp://${host}`)
  await gateway.send(mail)
  await gateway.send(mail)
  const ids = received.map(({ source }) => source.match(/^Message-ID: .*$/m)?.[0])
  expect(ids).toEqual(Array(2).fill('Message-ID: <task-1@heliograph.example>'))
})

test('name and password of the URL sign in, with odd characters escaped', async () => {
  const { received, host } = await startSmtp({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, done) {
      if (username === 'ann@mail' && password === 'p:s/s') done(null, { user: username })
      else done(new Error('Wrong name or password'))
    },
  })
  await openGateway(`smtp://ann%40mail:p%3As%2Fs@${host}`).send(mail)
  expect(received).toHaveLength(1)
})

test('an error of the server rejects with its text', async () => {
  const { host } = await startSmtp({ onRcptTo: (_address, _session, done) => done(new Error('No such mailbox')) })
  await expect(openGateway(`smtp://${host}`).send(mail)).rejects.toThrow('No such mailbox')
})

test('a server that is away rejects', async () => {
  await expect(openGateway('smtp://127.0.0.1:1').send(mail)).rejects.toThrow('ECONNREFUSED')
})

test('an address that names two recipients reaches nobody', async () => {
  const { received, host } = await startSmtp()
  const gateway = openGateway(`smtp://${host}`)
  await expect(gateway.send({ ...mail, to: 'ann@example.com, eve@example.com' })).rejects.toThrow()
  await expect(gateway.send({ ...mail, to: 'ann@example.com\r\nRCPT TO:<eve@example.com>' })).rejects.toThrow()
  expect(received).toEqual([])
})

test('a subject with line breaks adds no header', async () => {
  const { received, host } = await startSmtp()
  await openGateway(`smtp://${host}`).send({ ...mail, subject: 'Hello\r\nBcc: eve@example.com' })
  expect(received[0]?.to).toEqual(['ann@example.com'])
  expect(received[0]?.source).not.toMatch(/^Bcc:/im)
})
