import { CreateLink, HomeLink, NotificationsLink, ProfileLink, SearchLink } from './nav-links.tsx'

const item = { className: 'group grid h-14 flex-1 place-items-center' }

export function BottomBar() {
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-paper/95 pb-[env(safe-area-inset-bottom)] backdrop-blur md:hidden"
    >
      <HomeLink {...item} />
      <SearchLink {...item} />
      <CreateLink {...item} />
      <NotificationsLink {...item} />
      <ProfileLink {...item} />
    </nav>
  )
}
