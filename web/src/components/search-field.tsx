import { Search } from 'lucide-react'
import { firstOf } from '#contract'

const MAX_LENGTH = 60

type SearchProps = { value: string; onValue: (text: string) => void; first?: boolean }

export const SearchField = ({ value, onValue, first = false }: SearchProps) => (
  <label className="relative block">
    <span className="sr-only">Search</span>
    <Search size={18} aria-hidden className="absolute top-3 left-4 text-quiet" />
    <input
      type="search"
      value={value}
      placeholder="Search"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      enterKeyHint="search"
      // biome-ignore lint/a11y/noAutofocus: searching is what the page is for
      autoFocus={first}
      data-first={first || undefined}
      onChange={event => onValue(firstOf(event.target.value, MAX_LENGTH))}
      className="field h-11 pl-11"
    />
  </label>
)
