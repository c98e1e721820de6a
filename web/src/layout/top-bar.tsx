import { ChevronLeft } from 'lucide-react'
import { Link, useLocation, useNavigate } from 'react-router'
import { Sun, Wordmark } from '../components/logo.tsx'
import { MessagesLink } from './nav-links.tsx'

/** Logo and messages, at the top on a phone; on pages that one comes to from others, a way back. */
export function TopBar() {
  const { pathname } = useLocation()
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center justify-between border-b border-line bg-paper/90 px-4 backdrop-blur md:hidden">
      <div className="flex items-center gap-2">
        {/^\/(p|tags)\//.test(pathname) && <Back />}
        <Link to="/" className="flex items-center gap-2" aria-label="Heliograph">
          <Sun size={26} />
          <Wordmark className="text-[1.35rem]" />
        </Link>
      </div>
      <MessagesLink className="icon-btn -mr-2" />
    </header>
  )
}

/** Goes to the page before, or home where the first page was this one. */
function Back() {
  const navigate = useNavigate()
  const back = () => (window.history.state?.idx > 0 ? navigate(-1) : navigate('/'))
  return (
    <button type="button" aria-label="Back" className="icon-btn -ml-2.5" onClick={back}>
      <ChevronLeft size={24} aria-hidden />
    </button>
  )
}
