import { Link, Outlet, ScrollRestoration, useLocation } from 'react-router'
import { Sun, Wordmark } from '../components/logo.tsx'
import { Toasts } from './toasts.tsx'

/** The layout of public pages for visitors who are not signed in. */
export function VisitorLayout() {
  const { pathname, search } = useLocation()
  return (
    <div className="min-h-dvh">
      <header className="sticky top-0 z-20 border-b border-line bg-paper/90 backdrop-blur">
        <div className="mx-auto flex h-14 max-w-4xl items-center justify-between px-4 md:px-6">
          <Link to="/" className="flex items-center gap-2" aria-label="Heliograph">
            <Sun size={26} />
            <Wordmark className="text-[1.35rem]" />
          </Link>
          <nav aria-label="Account" className="flex gap-2">
            <Link to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} className="btn-quiet">
              Sign in
            </Link>
            <Link to="/sign-up" className="btn-sun max-sm:hidden">
              Sign up
            </Link>
          </nav>
        </div>
      </header>
      <main id="main" className="pb-8">
        <Outlet />
      </main>
      <Toasts />
      <ScrollRestoration />
    </div>
  )
}
