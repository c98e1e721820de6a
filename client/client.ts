import type { CallOf, Crop, Namespace, OperationName, OutputOf, Stream, Tokens, User } from '../src/contract/index.ts'
import type { Status } from './calls-over-socket.ts'
import type { Handlers } from './listeners.ts'
import type { SignedIn } from './session.ts'

export type Transport = 'http' | 'socket'
export type ClientOptions = {
  /** Where the server is, such as `https://photos.example.org`. */
  url: string
  /** How calls are sent. By default over the socket of their namespace while it is connected, otherwise over HTTP. */
  transport?: Transport
  /** Tokens of an earlier session. A function is called again before each renewal, so that tabs can share stored tokens. */
  tokens?: Tokens | null | (() => Tokens | null)
  /** Called whenever the tokens change, to store them; null when the session has ended. */
  onTokens?: (tokens: Tokens | null) => void
  /** The last number seen of each log, from `client.seq`. Without it a log is followed from its current head. */
  seqs?: Partial<Record<Stream, number>>
  fetch?: typeof fetch
  /** Socket.IO's transports, in the order to try them. */
  transports?: ('websocket' | 'polling')[]
}

export type CallOptions = { transport?: Transport; idempotencyKey?: string; signal?: AbortSignal }
export type UploadOptions = Omit<CallOptions, 'transport'> & { onProgress?: (fraction: number) => void }

export type HeliographClient = {
  /** Calls an operation. Throws `HeliographError`. Retries calls that are safe to repeat when a response is lost. */
  call<N extends OperationName>(name: N, input: CallOf<N>, options?: CallOptions): Promise<OutputOf<N>>
  /** Uploads a photo. `media.ready` follows when it can be shown. */
  upload(
    file: Blob,
    about?: { altText?: string; crop?: Crop },
    options?: UploadOptions,
  ): Promise<OutputOf<'media.upload'>>
  /** Sets the profile photo, cropped if `crop` is given. `account.changed` follows when it can be shown. Completes a sign-up. */
  setPhoto(file: Blob, about?: { crop?: Crop }, options?: UploadOptions): Promise<OutputOf<'users.setPhoto'>>
  signUp(input: CallOf<'auth.signUp'>): Promise<SignedIn>
  signIn(login: string, password: string): Promise<SignedIn>
  /** Ends the session on this device, even when the server cannot be reached. */
  signOut(): Promise<void>
  readonly session: { readonly tokens: Tokens | null; readonly user: User | null; readonly signedIn: boolean }
  readonly tokens: Tokens | null
  /** Handles an event, and joins its namespace while signed in. Returns a function that removes the handler. */
  on<E extends keyof Handlers>(event: E, handler: Handlers[E]): () => void
  onStatus(handler: (status: Status) => void): () => void
  /** Joins namespaces (all by default). Resolves when no later event can be missed. */
  connect(...names: Namespace[]): Promise<void>
  /** Closes connections and timers. The session stays valid; `connect` opens them again. */
  close(): void
  /** The number of the last entry delivered of a log, to store for the next start. Null before it is known. */
  seq(stream: Stream): number | null
}
