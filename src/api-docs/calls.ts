import { type ErrorCode, type Namespace, type Operation, type OperationName, operations } from '#contract'
import { limits } from '#core/pipeline/limits'

/** Every operation with its name, as the general type. */
export const calls = Object.entries(operations) as [OperationName, Operation][]

export const nounOf = (name: string) => name.split('.', 1)[0]!

export function namespacesOf({ namespace }: Operation): readonly Namespace[] {
  if (namespace === null) return []
  return typeof namespace === 'string' ? [namespace] : namespace
}

/** The errors that an operation declares, and those that every call of its kind may return. */
export function errorsOf({ http, access, input, errors, idempotent }: Operation): ErrorCode[] {
  const found = new Set<ErrorCode>(errors)
  if (idempotent) for (const code of ofRepeatedCalls) found.add(code)
  if (Object.keys(input.shape).length > 0) found.add('invalid')
  // A body may be malformed even where the operation has no input.
  if (/^(POST|PUT|PATCH|DELETE) /.test(http ?? '')) for (const code of ofBodies) found.add(code)
  if (access !== 'public') found.add('unauthenticated')
  if (access === 'user' || access === 'moderator') found.add('forbidden')
  return [...found, 'rate_limited', 'unavailable', 'internal'] satisfies ErrorCode[]
}

/** The same key with another input, and a first result that no longer exists. */
const ofRepeatedCalls = ['conflict', 'gone'] as const

const ofBodies = ['invalid', 'too_large', 'unsupported_media'] as const

/** The headline of a summary: its first sentence, without the full stop. */
export const headline = (summary: string) => summary.split(/(?<=[.:]) /, 1)[0]!.replace(/[.:]$/, '')

/** Who may call an operation, and how often. */
export function terms({ access, limit }: Operation): string {
  const { points, seconds } = limits[limit]
  return `${who[access]}. Rate limit \`${limit}\`: ${points} calls in ${seconds} s.`
}

const who: Record<Operation['access'], string> = {
  public: 'Anyone may call it',
  stage: 'Works with the token of an unfinished sign-up too',
  user: 'For finished accounts',
  moderator: 'For moderators',
}
