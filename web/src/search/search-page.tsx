import { useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { SearchField } from '../components/search-field.tsx'
import { Suggestions } from '../feed/suggestions.tsx'
import { useDebounced } from '../hooks/use-debounced.ts'
import { useTitle } from '../state/title.ts'
import { Found } from './found.tsx'
import { RecentSearches } from './recent-searches.tsx'

/** Search results while typing; before that, recent searches and suggestions. */
export function SearchPage() {
  const [typed, setTyped] = useSearchText()
  const q = useDebounced(typed.trim())
  useTitle('Search')
  return (
    <div className="mx-auto max-w-[36rem] px-4 pt-5 md:px-6 md:pt-8">
      <h1 className="mb-4 text-2xl font-semibold max-md:sr-only">Search</h1>
      <search className="mb-5 block">
        <SearchField value={typed} onValue={setTyped} first />
      </search>
      {q ? (
        <Found q={q} />
      ) : (
        <>
          <RecentSearches onChoose={setTyped} />
          <Suggestions limit={12} />
        </>
      )}
    </div>
  )
}

/** The typed text, kept in the URL too so that navigating back restores it. The URL follows when typing pauses. */
function useSearchText() {
  const [search, setSearch] = useSearchParams()
  const inUrl = search.get('q') ?? ''
  const [typed, setTyped] = useState(inUrl)
  const written = useRef(inUrl)
  useEffect(() => {
    if (inUrl !== written.current) setTyped(inUrl)
    written.current = inUrl
  }, [inUrl])
  const settled = useDebounced(typed)
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each pause in typing
  useEffect(() => {
    if (settled === written.current) return
    written.current = settled
    setSearch(settled ? { q: settled } : {}, { replace: true, preventScrollReset: true })
  }, [settled])
  return [typed, setTyped] as const
}
