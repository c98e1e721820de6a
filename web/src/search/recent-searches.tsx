import { History, X } from 'lucide-react'
import { clearRecentSearches, removeRecentSearch, useRecentSearches } from '../state/recent-searches.ts'

/** Recent searches. Renders nothing if there are none. */
export function RecentSearches({ onChoose }: { onChoose: (text: string) => void }) {
  const recent = useRecentSearches()
  if (recent.length === 0) return null
  return (
    <section aria-label="Recent searches" className="mb-6">
      <h2 className="flex items-baseline justify-between text-sm font-semibold text-quiet">
        Recent
        <button type="button" className="link py-1" onClick={clearRecentSearches}>
          Clear all
        </button>
      </h2>
      <ul>
        {recent.map(text => (
          <li key={text} className="flex items-center">
            <button
              type="button"
              className="flex min-w-0 flex-1 items-center gap-3 py-2 text-left"
              onClick={() => onChoose(text)}
            >
              <History size={18} className="shrink-0 text-quiet" aria-hidden />
              <span className="truncate">{text}</span>
            </button>
            <button
              type="button"
              aria-label={`Remove ${text}`}
              className="icon-btn -mr-2 text-quiet"
              onClick={() => removeRecentSearch(text)}
            >
              <X size={18} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
