import { Bell, House, type LucideIcon, Search, Send, Settings, SquarePlus } from 'lucide-react'
import { NavLink } from 'react-router'
import { Avatar } from '../parts/avatar.tsx'
import { useUnreadMessages } from '../state/conversations.ts'
import { notifications } from '../state/notifications.ts'
import { useMe } from '../state/session.ts'
import { useStore } from '../state/store.ts'

type Shape = { className: string; labelClass?: string }

export const HomeLink = (shape: Shape) => <Destination to="/" label="Home" icon={House} {...shape} />
export const SearchLink = (shape: Shape) => <Destination to="/search" label="Search" icon={Search} {...shape} />
export const CreateLink = (shape: Shape) => <Destination to="/create" label="Create" icon={SquarePlus} {...shape} />

export const SettingsLink = (shape: Shape) => <Destination to="/settings" label="Settings" icon={Settings} {...shape} />

export function MessagesLink(shape: Shape) {
  return <Destination to="/messages" label="Messages" icon={Send} count={useUnreadMessages()} {...shape} />
}

export function NotificationsLink(shape: Shape) {
  const unread = useStore(notifications, now => now.unread)
  return <Destination to="/notifications" label="Notifications" icon={Bell} count={unread} {...shape} />
}

export function ProfileLink({ className, labelClass = 'sr-only' }: Shape) {
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

type Target = Shape & { to: string; label: string; icon: LucideIcon; count?: number }

export function Destination({ to, label, icon: Icon, count = 0, className, labelClass = 'sr-only' }: Target) {
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
