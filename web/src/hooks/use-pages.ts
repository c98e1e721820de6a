import { useCallback, useEffect, useRef, useState } from 'react'
import { type Page, withFirstPage, withNextPage } from '../state/page.ts'
import { useOnConnect } from './use-on-connect.ts'

export type Pages<T> = {
  /** Null before the first page. */
  items: T[] | null
  /** The first page could not be had. */
  failed: boolean
  /** Rejects where the next page cannot be had. */
  more: (() => Promise<void>) | null
  drop: (id: string) => void
  reload: () => void
}

/**
 * A list that is loaded page by page, and from the start again whenever `key` is another. Its first page is read again when
 * a lost connection is back.
 */
export function usePages<T extends { id: string }>(
  key: string,
  ask: (at: { cursor?: string }) => Promise<Page<T>>,
): Pages<T> {
  const [list, setList] = useState<(Page<T> & { key: string }) | null>(null)
  const [failed, setFailed] = useState(false)
  const asking = useRef<string | null>(null)
  const latest = useRef(ask)
  latest.current = ask
  const load = useCallback(async () => {
    if (asking.current === key) return
    asking.current = key
    setFailed(false)
    try {
      const page = await latest.current({})
      // Another list may have been asked for meanwhile.
      if (asking.current === key) setList(now => ({ key, ...withFirstPage(now?.key === key ? now : null, page) }))
    } catch {
      if (asking.current === key) setFailed(true)
    } finally {
      if (asking.current === key) asking.current = null
    }
  }, [key])
  useEffect(() => {
    void load()
    return () => {
      asking.current = null
    }
  }, [load])
  useOnConnect(before => before === 'reconnecting' && load())

  async function more(cursor: string) {
    const page = await latest.current({ cursor })
    setList(now => now && { ...now, ...withNextPage(now, cursor, page) })
  }
  const isOther = list?.key !== key
  return {
    // What was listed before stays until there is something else to show.
    items: list && !(isOther && failed) ? list.items : null,
    failed: isOther && failed,
    more: list?.nextCursor && !isOther ? () => more(list.nextCursor!) : null,
    drop: id => setList(now => now && { ...now, items: now.items.filter(each => each.id !== id) }),
    reload: () => void load(),
  }
}
