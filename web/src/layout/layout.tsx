import { useEffect, useRef } from 'react'
import { Navigate, Outlet, ScrollRestoration, useLocation, useMatches, useNavigation } from 'react-router'
import { me, retryLoadMe, signInNotice, useStage } from '../state/session.ts'
import { usePageTitle } from '../state/title.ts'
import { BottomBar } from './bottom-bar.tsx'
import { ConnectionNote } from './connection-note.tsx'
import { Rail } from './rail.tsx'
import { Toasts } from './toasts.tsx'
import { TopBar } from './top-bar.tsx'
import { VisitorLayout } from './visitor-layout.tsx'

/** The layout of every page for signed-in users. */
export function Layout() {
  const stage = useStage()
  const { pathname, search } = useLocation()
  const open = useMatches().some(({ handle }) => (handle as { open?: boolean } | undefined)?.open)
  const busy = useNavigation().state === 'loading'
  useEffect(() => {
    if (stage === 'done' && !me.get()) void retryLoadMe()
  }, [stage])

  if (stage === null && open) return <VisitorLayout />
  if (stage === null) {
    const back = pathname === '/' || signInNotice.get() ? '' : `?next=${encodeURIComponent(pathname + search)}`
    return <Navigate to={`/sign-in${back}`} replace />
  }
  if (stage !== 'done') return <Navigate to="/sign-up" replace />
  return (
    <div className="min-h-dvh md:pl-[76px] xl:pl-60">
      <a href="#main" className="btn-sun fixed top-2 left-2 z-50 -translate-y-20 focus:translate-y-0">
        Skip to content
      </a>
      {busy && (
        <span className="fixed inset-x-0 top-0 z-50 h-0.5 animate-pulse bg-sun" role="status" aria-label="Loading" />
      )}
      <TopBar />
      <Rail />
      <main id="main" tabIndex={-1} className="pb-20 outline-none md:pb-8">
        <Outlet />
      </main>
      <BottomBar />
      <ConnectionNote />
      <Toasts />
      <Announcer />
      <ScrollRestoration />
    </div>
  )
}

/** Announces the page title after navigation, and focuses the page if the link that was followed is gone. */
function Announcer() {
  const title = usePageTitle()
  const { pathname } = useLocation()
  const first = useRef(pathname)
  useEffect(() => {
    if (document.activeElement === document.body && first.current !== pathname)
      document.getElementById('main')?.focus({ preventScroll: true })
    first.current = pathname
  }, [pathname])
  return (
    <p aria-live="polite" className="sr-only">
      {title && `${title} · Heliograph`}
    </p>
  )
}
