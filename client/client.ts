import type { CallOf, Crop, Namespace, OperationName, OutputOf, Stream, Tokens, User } from '../src/contract/index.ts'
import type { Status } from './calls-over-socket.ts'
import type { Handlers } from './listeners.ts'
import type { SignedIn } from './session.ts'

export type Door = 'http' | 'socket'
export type ClientOptions = {
  /** Where the server is, such as `https://photos.example.org`. */
  url: string
  /** The way calls take: by default the socket of their namespace while it is connected, else HTTP. */
  door?: Door
  /** Tokens of an earlier session. A function is asked again before each renewal, so that tabs can share stored tokens. */
  tokens?: Tokens | null | (() => Tokens | null)
  /** Called whenever the tokens change, to store them; null when the session has ended. */
  onTokens?: (tokens: Tokens | null) => void
  /** The last number seen of each log, from `client.seq`; without it a log is followed from its present head. */
  seqs?: Partial<Record<Stream, number>>
  fetch?: typeof fetch
  transports?: ('websocket' | 'polling')[]
}

export type CallOptions = { door?: Door; idempotencyKey?: string; signal?: AbortSignal }
export type UploadOptions = Omit<CallOptions, 'door'> & { onProgress?: (fraction: number) => void }

export type HeliographClient = {
  /** Calls an operation. Throws `HeliographError`; lost answers of calls that are safe to repeat are asked for again. */
  call<N extends OperationName>(name: N, input: CallOf<N>, options?: CallOptions): Promise<OutputOf<N>>
  /** Uploads a photo; `media.ready` tells when it can be shown. */
  upload(
    file: Blob,
    about?: { altText?: string; crop?: Crop },
    options?: UploadOptions,
  ): Promise<OutputOf<'media.upload'>>
  /** Sets the profile photo, or the part of it that `crop` says; `account.changed` tells when it is shown. Finishes a sign-up. */
  setPhoto(file: Blob, about?: { crop?: Crop }, options?: UploadOptions): Promise<OutputOf<'users.setPhoto'>>
  signUp(input: CallOf<'auth.signUp'>): Promise<SignedIn>
  signIn(login: string, password: string): Promise<SignedIn>
  /** Ends the session here even when the server cannot be reached. */
  signOut(): Promise<void>
  readonly session: { readonly tokens: Tokens | null; readonly user: User | null; readonly signedIn: boolean }
  readonly tokens: Tokens | null
  /** Hears an event, connecting its namespace once signed in. Answers the function that stops it. */
  on<E extends keyof Handlers>(event: E, handler: Handlers[E]): () => void
  onStatus(handler: (status: Status) => void): () => void
  /** Joins namespaces (all unless named) and resolves when nothing that happens from now on is missed. */
  connect(...names: Namespace[]): Promise<void>
  /** Lets go of connections and timers; the session goes on and `connect` opens them again. */
  close(): void
  /** The number of the last entry delivered of a log, to be stored for the next start; null before it is known. */
  seq(stream: Stream): number | null
}
