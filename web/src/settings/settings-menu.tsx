import { ChevronRight, Gavel, LogOut, type LucideIcon } from 'lucide-react'
import { NavLink } from 'react-router'
import { PersonRow } from '../components/person-row.tsx'
import { signOut, useMe } from '../state/session.ts'
import { groups } from './sections.ts'

const item =
  'flex w-full items-center gap-3.5 px-4 py-3 text-left transition-colors hover:bg-wash md:rounded-xl md:px-3 md:py-2.5'

export function SettingsMenu() {
  const me = useMe()
  return (
    <nav aria-label="Settings" className="pt-4 pb-6 md:pt-0">
      <h1 className="mb-2 px-4 text-xl font-semibold md:hidden">Settings</h1>
      {me && (
        <div className="px-4 pb-2 md:hidden">
          <PersonRow user={me} />
        </div>
      )}
      {groups.map(({ title, sections }) => (
        <section key={title} aria-label={title} className="mb-3">
          <h2 className="px-4 pt-3 pb-1 text-sm font-semibold text-quiet md:px-3">{title}</h2>
          {sections.map(({ path, title, icon }) => (
            <Item key={path} to={`/settings/${path}`} title={title} icon={icon} />
          ))}
        </section>
      ))}
      {me?.role === 'moderator' && <Item to="/moderation" title="Moderation" icon={Gavel} />}
      <button type="button" className={`${item} text-rose md:hidden`} onClick={() => signOut()}>
        <LogOut size={21} strokeWidth={1.8} aria-hidden />
        Sign out
      </button>
    </nav>
  )
}

const Item = ({ to, title, icon: Icon }: { to: string; title: string; icon: LucideIcon }) => (
  <NavLink to={to} className={({ isActive }) => `${item} ${isActive ? 'md:bg-wash md:font-semibold' : ''}`}>
    <Icon size={21} strokeWidth={1.8} aria-hidden />
    <span className="min-w-0 flex-1">{title}</span>
    <ChevronRight size={18} className="text-quiet md:hidden" aria-hidden />
  </NavLink>
)
