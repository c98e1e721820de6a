import { useState } from 'react'
import { NotFound } from '../frame/not-found.tsx'
import { useMe } from '../state/session.ts'
import { AuditList } from './audit-list.tsx'
import { ReportList } from './report-list.tsx'
import { RestoreForm } from './restore-form.tsx'

const tabs = { open: 'Open', resolved: 'Resolved', audit: 'Audit' }
type Tab = keyof typeof tabs

/** What people have reported, and what moderators have done; to anybody else there is no such page. */
export function ModerationPage() {
  const me = useMe()
  const [tab, setTab] = useState<Tab>('open')
  if (!me) return null
  if (me.role !== 'moderator') return <NotFound />
  return (
    <div className="mx-auto max-w-[40rem] px-4 pt-5 md:px-6 md:pt-8">
      <h1 className="mb-4 text-2xl font-semibold">Moderation</h1>
      <div role="tablist" aria-label="Moderation" className="mb-5 flex gap-1 rounded-full bg-wash p-1">
        {Object.entries(tabs).map(([name, title]) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={tab === name}
            className={`btn flex-1 ${tab === name ? 'bg-card shadow-sm' : 'text-quiet'}`}
            onClick={() => setTab(name as Tab)}
          >
            {title}
          </button>
        ))}
      </div>
      {tab === 'audit' ? (
        <>
          <RestoreForm />
          <AuditList />
        </>
      ) : (
        <ReportList key={tab} status={tab} />
      )}
    </div>
  )
}
