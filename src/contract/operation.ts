import type { z } from 'zod'
import type { ErrorCode } from './errors.ts'

export const namespaces = ['feed', 'posts', 'messages', 'notifications', 'users'] as const
export type Namespace = (typeof namespaces)[number]

/** Who may call: anyone; someone whose sign-up is unfinished; someone with a finished account; a moderator. */
export type Access = 'public' | 'stage' | 'user' | 'moderator'

/** Reads run without a transaction; writes in one. */
export type Kind = 'read' | 'write'

/** The rate-limit class: how boundedRead one call is and what it is counted by (see `core/limits.ts`). */
export type LimitClass = 'read' | 'write' | 'auth' | 'upload'

export type Operation<
  I extends z.ZodObject = z.ZodObject,
  O extends z.ZodObject = z.ZodObject,
  A extends Access = Access,
  K extends Kind = Kind,
> = {
  summary: string
  /** `METHOD /v1/path/{field}`, or null where the operation only makes sense on a connection. */
  http: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /v1/${string}` | null
  /** The namespaces it is an event of; none where only HTTP carries it. */
  namespace: Namespace | readonly Namespace[] | null
  /** The input field that takes the namespace's name when called over a socket. */
  namespaceField?: string
  access: A
  kind: K
  /** HTTP status of success, 200 unless said. */
  status?: 200 | 201 | 202
  /** Takes an `Idempotency-Key` header or an `idempotencyKey` field. */
  idempotent?: true
  /** The body is a multipart form: `file` beside the declared fields, those that are no text as JSON. */
  multipart?: true
  limit: LimitClass
  input: I
  output: O
  errors: readonly ErrorCode[]
  example: { input: z.input<I>; output: z.input<O> }
}

/** Declares one operation; types its example by its own schemas. */
export const operation = <I extends z.ZodObject, O extends z.ZodObject, const A extends Access, const K extends Kind>(
  declared: Operation<I, O, A, K>,
): Operation<I, O, A, K> => declared
