import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { openSms } from '#platform/sms'
import { startSmsGateway } from '#support/messages/sms-gateway'

const message = { id: 'code-1', to: '+441632960001', text: '204816 is your code' }
const token = 'bearer-of-the-gateway'

test('a text arrives as JSON, with its id as a key, the token and the sender', async () => {
  const { received, url } = await startSmsGateway()
  await openSms({ url, token, from: 'Heliograph' }).send(message)
  expect(received).toHaveLength(1)
  expect(received[0]?.body).toEqual({ ...message, from: 'Heliograph' })
  expect(received[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    'idempotency-key': 'code-1',
    authorization: `Bearer ${token}`,
  })
})

test('without a token and a sender, neither is sent', async () => {
  const { received, url } = await startSmsGateway()
  await openSms({ url }).send(message)
  expect(received[0]?.body).toEqual(message)
  expect(received[0]?.headers.authorization).toBeUndefined()
})

test.each([400, 401, 404, 429, 500, 503])('a response of %d rejects with the status alone', async status => {
  const { url } = await startSmsGateway({ status })
  const error = await openSms({ url, token })
    .send(message)
    .catch(fault => fault)
  expect(error).toEqual(new Error(`The SMS gateway returned ${status}`))
})

test('a redirection is not followed: the token goes nowhere else', async () => {
  const elsewhere = await startSmsGateway()
  const { url } = await startSmsGateway({ status: 307, headers: { location: elsewhere.url } })
  await expect(openSms({ url, token }).send(message)).rejects.toThrow('The SMS gateway returned 307')
  expect(elsewhere.received).toEqual([])
})

test('a gateway that does not respond in time rejects', async () => {
  const { url } = await startSmsGateway({ status: 200, never: true })
  await expect(openSms({ url, seconds: 0.1 }).send(message)).rejects.toThrow(/cannot be reached: TimeoutError/)
})

test('a gateway that is away rejects, and the error contains neither the address nor the text', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  const error = await openSms({ url: `http://127.0.0.1:${port}/?key=s3cret`, token })
    .send(message)
    .catch(fault => fault)
  expect(error).toEqual(new Error('The SMS gateway cannot be reached: ECONNREFUSED'))
  expect(error.cause).toBeUndefined()
})
