import { Gavel, LogOut } from 'lucide-react'
import { Link } from 'react-router'
import { Sun, Wordmark } from '../components/logo.tsx'
import { signOut, useMe } from '../state/session.ts'
import {
  CreateLink,
  HomeLink,
  MessagesLink,
  NavItem,
  NotificationsLink,
  ProfileLink,
  SearchLink,
  SettingsLink,
} from './nav-links.tsx'

const item = {
  className:
    'group flex h-12 items-center justify-center gap-4 rounded-xl px-3 transition-colors hover:bg-wash xl:justify-start',
  labelClass: 'sr-only xl:not-sr-only',
}

/** The side navigation: icons on a tablet, with labels on a desktop. */
export function Rail() {
  const moderates = useMe()?.role === 'moderator'
  return (
    <nav
      aria-label="Main"
      className="fixed inset-y-0 left-0 z-20 hidden w-[76px] flex-col gap-1 border-r border-line bg-paper p-3 md:flex xl:w-60"
    >
      <Link
        to="/"
        aria-label="Heliograph"
        className="mb-6 flex h-14 items-center justify-center gap-2.5 px-2.5 xl:justify-start"
      >
        <Sun size={30} />
        <span className="hidden xl:block">
          <Wordmark />
        </span>
      </Link>
      <HomeLink {...item} />
      <SearchLink {...item} />
      <MessagesLink {...item} />
      <NotificationsLink {...item} />
      <CreateLink {...item} />
      <ProfileLink {...item} />
      {moderates && <NavItem to="/moderation" label="Moderation" icon={Gavel} {...item} />}
      <SettingsLink {...item} className={`${item.className} mt-auto`} />
      <button type="button" className={`${item.className} text-quiet`} onClick={() => signOut()}>
        <LogOut size={24} strokeWidth={1.8} aria-hidden />
        <span className={item.labelClass}>Sign out</span>
      </button>
    </nav>
  )
}
