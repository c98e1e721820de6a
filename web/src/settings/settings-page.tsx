import { ChevronLeft } from 'lucide-react'
import { Link, Navigate, Outlet, useMatch } from 'react-router'
import { LoadState } from '../components/load-state.tsx'
import { useWide } from '../hooks/use-wide.ts'
import { retryLoadMe, useMe, useMeFailed } from '../state/session.ts'
import { useTitle } from '../state/title.ts'
import { groups } from './sections.ts'
import { SettingsMenu } from './settings-menu.tsx'

/** The settings menu beside the chosen page; on a phone one or the other. */
export function SettingsPage() {
  const path = useMatch('/settings/:path')?.params.path
  const wide = useWide()
  const me = useMe()
  const failed = useMeFailed()
  const section = groups.flatMap(group => group.sections).find(each => each.path === path)
  useTitle(section?.title ?? 'Settings')
  if (!path && wide) return <Navigate to="/settings/profile" replace />
  return (
    <div className="mx-auto flex max-w-4xl md:px-6 md:pt-8">
      <div className={`w-full md:w-64 md:shrink-0 md:border-r md:border-line md:pr-6 ${path ? 'max-md:hidden' : ''}`}>
        <SettingsMenu />
      </div>
      {path && (
        <div className="min-w-0 flex-1 px-4 pt-2 pb-8 md:px-10 md:pt-0">
          <div className="mx-auto max-w-md">
            <header className="mb-5 flex min-h-12 items-center gap-1">
              <Link to="/settings" aria-label="All settings" className="icon-btn -ml-2.5 md:hidden">
                <ChevronLeft size={24} aria-hidden />
              </Link>
              <h1 className="text-xl font-semibold">{section?.title}</h1>
            </header>
            {me ? <Outlet /> : <LoadState failed={failed} onRetry={retryLoadMe} />}
          </div>
        </div>
      )}
    </div>
  )
}
