import type { z } from 'zod'
import type { ErrorCode } from './errors.ts'

export const namespaces = ['feed', 'posts', 'messages', 'notifications', 'users'] as const
export type Namespace = (typeof namespaces)[number]

/** Who may call: anyone; also accounts whose sign-up is unfinished; finished accounts; moderators. */
export type Access = 'public' | 'stage' | 'user' | 'moderator'

/** Reads run without a transaction; writes in one. */
export type Kind = 'read' | 'write'

/** The rate-limit class: how many calls are allowed, and what they are counted by (see `core/pipeline/limits.ts`). */
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
  /** The namespaces in which it can be called; null for HTTP only. */
  namespace: Namespace | readonly Namespace[] | null
  /** The input field that a call over a socket leaves out: its value is the name of the namespace. */
  namespaceField?: string
  access: A
  kind: K
  /** The HTTP status of success; 200 by default. */
  status?: 200 | 201 | 202
  /** Takes an `Idempotency-Key` header or an `idempotencyKey` field. */
  idempotent?: true
  /** The body is a multipart form: `file` and the declared fields, as JSON unless they are text. */
  multipart?: true
  limit: LimitClass
  input: I
  output: O
  errors: readonly ErrorCode[]
  example: { input: z.input<I>; output: z.input<O> }
}

/** Declares an operation; its schemas type its example. */
export const operation = <I extends z.ZodObject, O extends z.ZodObject, const A extends Access, const K extends Kind>(
  declared: Operation<I, O, A, K>,
): Operation<I, O, A, K> => declared
