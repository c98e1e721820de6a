import { useCallback, useEffect, useRef, useState } from 'react'
import { complain } from '../state/toasts.ts'

type Page<T> = { items: T[]; nextCursor: string | null }
export type Pages<T> = {
  /** Null before the first page. */
  items: T[] | null
  /** The first page could not be had. */
  failed: boolean
  more: (() => void) | null
  drop: (id: string) => void
  reload: () => void
}

/** A list that is loaded page by page, and from the start again whenever `key` is another. */
export function usePages<T extends { id: string }>(
  key: string,
  ask: (at: { cursor?: string }) => Promise<Page<T>>,
): Pages<T> {
  const [page, setPage] = useState<{ items: T[]; cursor: string | null } | null>(null)
  const [failed, setFailed] = useState(false)
  const has = useRef(false)
  has.current = page !== null
  const asking = useRef<string | null>(null)
  const latest = useRef(ask)
  latest.current = ask
  const load = useCallback(
    async (cursor: string | null) => {
      const mine = `${key} ${cursor}`
      if (asking.current === mine) return
      asking.current = mine
      setFailed(false)
      try {
        const { items, nextCursor } = await latest.current(cursor ? { cursor } : {})
        // Another list has been asked for meanwhile.
        if (asking.current !== mine) return
        setPage(now => ({ items: [...(cursor ? (now?.items ?? []) : []), ...items], cursor: nextCursor }))
      } catch (error) {
        if (asking.current !== mine) return
        if (has.current) complain(error)
        else setFailed(true)
      } finally {
        if (asking.current === mine) asking.current = null
      }
    },
    [key],
  )
  useEffect(() => {
    void load(null)
    return () => {
      asking.current = null
    }
  }, [load])
  const drop = (id: string) => setPage(now => now && { ...now, items: now.items.filter(each => each.id !== id) })
  return {
    items: page?.items ?? null,
    failed,
    more: page?.cursor ? () => void load(page.cursor) : null,
    drop,
    reload: () => void load(null),
  }
}
