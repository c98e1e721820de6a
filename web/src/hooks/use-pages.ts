import { useCallback, useEffect, useRef, useState } from 'react'
import { type Page, withFirstPage, withNextPage } from '../state/page.ts'
import { useOnConnect } from './use-on-connect.ts'

export type Pages<T> = {
  /** Null before the first page. */
  items: T[] | null
  /** The first page could not be loaded. */
  failed: boolean
  /** Loads the next page; null at the end. Rejects when it cannot be loaded. */
  more: (() => Promise<void>) | null
  drop: (id: string) => void
  reload: () => void
}

/** A list loaded page by page. Starts again when `key` changes; reloads its first page after a reconnect. */
export function usePages<T extends { id: string }>(
  key: string,
  loadPage: (at: { cursor?: string }) => Promise<Page<T>>,
): Pages<T> {
  const [list, setList] = useState<(Page<T> & { key: string }) | null>(null)
  const [failed, setFailed] = useState(false)
  const loadingKey = useRef<string | null>(null)
  const latest = useRef(loadPage)
  latest.current = loadPage
  const load = useCallback(async () => {
    if (loadingKey.current === key) return
    loadingKey.current = key
    setFailed(false)
    try {
      const page = await latest.current({})
      // The key may have changed in the meantime.
      if (loadingKey.current === key) setList(now => ({ key, ...withFirstPage(now?.key === key ? now : null, page) }))
    } catch {
      if (loadingKey.current === key) setFailed(true)
    } finally {
      if (loadingKey.current === key) loadingKey.current = null
    }
  }, [key])
  useEffect(() => {
    void load()
    return () => {
      loadingKey.current = null
    }
  }, [load])
  useOnConnect(before => before === 'reconnecting' && load())

  async function more(cursor: string) {
    const page = await latest.current({ cursor })
    setList(now => now && { ...now, ...withNextPage(now, cursor, page) })
  }
  const isOther = list?.key !== key
  return {
    // The previous list stays until there is something else to show.
    items: list && !(isOther && failed) ? list.items : null,
    failed: isOther && failed,
    more: list?.nextCursor && !isOther ? () => more(list.nextCursor!) : null,
    drop: id => setList(now => now && { ...now, items: now.items.filter(each => each.id !== id) }),
    reload: () => void load(),
  }
}
