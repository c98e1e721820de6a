import type { Context } from 'hono'
import type { Sessions } from '#auth/sessions'
import type { Run } from '#core/pipeline/run'
import { respondProblem, toApiError } from './problem.ts'

export type HttpDeps = {
  run: Run
  sessions: Sessions
  corsOrigins: readonly string[]
  addressOf(c: Context): string
  observe(call: { operation: string; code: string; seconds: number }): void
  onError(error: unknown): void
}

/**
 * Responds to a call of an operation: with what `handle` returns, or a problem document for what it throws. `headers` are sent
 * with the problem too. The call is observed with its code and duration.
 */
export async function respond(
  c: Context,
  operation: string,
  deps: Pick<HttpDeps, 'observe' | 'onError'>,
  handle: (headers: Record<string, string>, began: number) => Promise<Response>,
) {
  const began = performance.now()
  const headers: Record<string, string> = { 'Cache-Control': 'no-store' }
  let code = 'ok'
  try {
    return await handle(headers, began)
  } catch (error) {
    const apiError = toApiError(error, deps)
    code = apiError.code
    return respondProblem(c, apiError, headers)
  } finally {
    deps.observe({ operation, code, seconds: (performance.now() - began) / 1000 })
  }
}
