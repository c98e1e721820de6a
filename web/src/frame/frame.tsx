import { useEffect } from 'react'
import { Navigate, Outlet, ScrollRestoration, useLocation, useMatches } from 'react-router'
import { useUnreadMessages } from '../state/conversations.ts'
import { notifications } from '../state/notifications.ts'
import { farewell, loadMe, me, useStage } from '../state/session.ts'
import { useStore } from '../state/store.ts'
import { BottomBar } from './bottom-bar.tsx'
import { ConnectionNote } from './connection-note.tsx'
import { Rail } from './rail.tsx'
import { Toasts } from './toasts.tsx'
import { TopBar } from './top-bar.tsx'
import { VisitorFrame } from './visitor-frame.tsx'

/** What surrounds every page of someone who is signed in. */
export function Frame() {
  const stage = useStage()
  const { pathname } = useLocation()
  const open = useMatches().some(({ handle }) => (handle as { open?: boolean } | undefined)?.open)
  useTitleCount()
  useEffect(() => {
    if (stage === 'done' && !me.get()) loadMe().catch(() => undefined)
  }, [stage])

  if (stage === null && open) return <VisitorFrame />
  if (stage === null) {
    const back = pathname === '/' || farewell.get() ? '' : `?next=${pathname}`
    return <Navigate to={`/sign-in${back}`} replace />
  }
  if (stage !== 'done') return <Navigate to="/sign-up" replace />
  return (
    <div className="min-h-dvh md:pl-[76px] xl:pl-60">
      <a href="#main" className="btn-sun fixed top-2 left-2 z-50 -translate-y-20 focus:translate-y-0">
        Skip to content
      </a>
      <TopBar />
      <Rail />
      <main id="main" tabIndex={-1} className="pb-20 outline-none md:pb-8">
        <Outlet />
      </main>
      <BottomBar />
      <ConnectionNote />
      <Toasts />
      <ScrollRestoration />
    </div>
  )
}

function useTitleCount() {
  const unread = useStore(notifications, now => now.unread) + useUnreadMessages()
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Heliograph` : 'Heliograph'
  }, [unread])
}
