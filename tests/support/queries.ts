import { Client } from 'pg'
import { vi } from 'vitest'

/** What a node and its workers do by themselves, every now and then, in their own transactions. */
const ofItself =
  /\b(invalidation|task|log_head)\b|from session join users|^(begin|commit|rollback|set|savepoint|release)\b/i

/** The statements that are sent while something is done, but for what nodes ask by themselves. */
export async function queriesOf(act: () => Promise<unknown>): Promise<string[]> {
  const sent = vi.spyOn(Client.prototype, 'query')
  try {
    await act()
    return sent.mock.calls.map(([query]) => textOf(query)).filter(text => !ofItself.test(text))
  } finally {
    sent.mockRestore()
  }
}

const textOf = (query: unknown) => (typeof query === 'string' ? query : String((query as { text?: string }).text))
