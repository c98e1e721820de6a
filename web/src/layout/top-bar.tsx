import { Link } from 'react-router'
import { Sun, Wordmark } from '../components/logo.tsx'
import { MessagesLink } from './nav-links.tsx'

/** Logo and messages, at the top on a phone. */
export function TopBar() {
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center justify-between border-b border-line bg-paper/90 px-4 backdrop-blur md:hidden">
      <Link to="/" className="flex items-center gap-2" aria-label="Heliograph">
        <Sun size={26} />
        <Wordmark className="text-[1.35rem]" />
      </Link>
      <MessagesLink className="icon-btn -mr-2" />
    </header>
  )
}
