import { Bell, House, type LucideIcon, Search, Send, Settings, SquarePlus } from 'lucide-react'
import { NavLink } from 'react-router'
import { Avatar } from '../components/avatar.tsx'
import { useUnreadMessages } from '../state/conversations.ts'
import { notifications } from '../state/notifications.ts'
import { useMe } from '../state/session.ts'
import { useStore } from '../state/store.ts'

type LinkStyle = { className: string; labelClass?: string }

export const HomeLink = (style: LinkStyle) => <NavItem to="/" label="Home" icon={House} {...style} />
export const SearchLink = (style: LinkStyle) => <NavItem to="/search" label="Search" icon={Search} {...style} />
export const CreateLink = (style: LinkStyle) => <NavItem to="/create" label="Create" icon={SquarePlus} {...style} />

export const SettingsLink = (style: LinkStyle) => <NavItem to="/settings" label="Settings" icon={Settings} {...style} />

export function MessagesLink(style: LinkStyle) {
  return <NavItem to="/messages" label="Messages" icon={Send} count={useUnreadMessages()} {...style} />
}

export function NotificationsLink(style: LinkStyle) {
  const unread = useStore(notifications, now => now.unread)
  return <NavItem to="/notifications" label="Notifications" icon={Bell} count={unread} {...style} />
}

export function ProfileLink({ className, labelClass = 'sr-only' }: LinkStyle) {
  const me = useMe()
  return (
    <NavLink to={me ? `/${me.username}` : '/'} className={({ isActive }) => `${className} ${isActive ? ON : ''}`}>
      <span className="grid size-[26px] place-items-center rounded-full ring-ink group-aria-[current=page]:ring-2">
        {me ? <Avatar user={me} size={26} /> : <span className="skeleton size-[26px] rounded-full" />}
      </span>
      <span className={labelClass}>Profile</span>
    </NavLink>
  )
}

const ON = 'font-bold'

type NavItemProps = LinkStyle & { to: string; label: string; icon: LucideIcon; count?: number }

export function NavItem({ to, label, icon: Icon, count = 0, className, labelClass = 'sr-only' }: NavItemProps) {
  return (
    <NavLink to={to} className={({ isActive }) => `${className} ${isActive ? ON : ''}`}>
      {({ isActive }) => (
        <>
          <span className="relative" aria-hidden>
            <Icon size={26} strokeWidth={isActive ? 2.4 : 1.8} />
            {count > 0 && (
              <span className="absolute -top-1.5 -right-2 grid h-[18px] min-w-[18px] animate-rise place-items-center rounded-full border-2 border-paper bg-rose px-1 text-[0.65rem] leading-none font-bold text-paper">
                {count > 99 ? '99+' : count}
              </span>
            )}
          </span>
          <span className={labelClass}>{label}</span>
          {count > 0 && <span className="sr-only">{`, ${count} unread`}</span>}
        </>
      )}
    </NavLink>
  )
}
