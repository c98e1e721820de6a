import { Client } from 'pg'
import { vi } from 'vitest'

/** What a node does by itself, every now and then: looking whether a session is still valid is done once a second. */
const ofItself = /\b(invalidation|task|log_head)\b|from session join users/

/** How many statements are sent while something is done, but for what nodes ask by themselves. */
export async function countQueries(act: () => Promise<unknown>): Promise<number> {
  const sent = vi.spyOn(Client.prototype, 'query')
  try {
    await act()
    const texts = sent.mock.calls.map(([query]) => textOf(query))
    return texts.filter(text => !ofItself.test(text)).length
  } finally {
    sent.mockRestore()
  }
}

const textOf = (query: unknown) => (typeof query === 'string' ? query : String((query as { text?: string }).text))
