/**
 * The typed client of Heliograph, for browsers and Node.
 *
 * ```ts
 * const client = createClient({ url: 'http://localhost:3000' })
 * await client.signIn('ann', 'lighthouse at dusk')
 * client.on('message.received', ({ message }) => console.log(message.sender.username, message.text))
 * await client.call('posts.create', { caption: 'Last light' })
 * ```
 *
 * Durable events (`message.received`, `notification.created` …) arrive once and in order, even across reconnects.
 */
export { newIdempotencyKey } from './attempts.ts'
export type { Status } from './calls-over-socket.ts'
export type { CallOptions, ClientOptions, HeliographClient, Transport, UploadOptions } from './client.ts'
export { createClient } from './create-client.ts'
export { HeliographError } from './error.ts'
export type { EntryMeta, Handlers } from './listeners.ts'
