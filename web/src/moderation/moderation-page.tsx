import { useState } from 'react'
import { LoadState } from '../components/load-state.tsx'
import { Tabs } from '../components/tabs.tsx'
import { NotFound } from '../layout/not-found.tsx'
import { retryLoadMe, useMe, useMeFailed } from '../state/session.ts'
import { useTitle } from '../state/title.ts'
import { AuditList } from './audit-list.tsx'
import { ReportList } from './report-list.tsx'
import { RestoreForm } from './restore-form.tsx'

const tabs = { open: 'Open', resolved: 'Resolved', audit: 'Audit' }
type Tab = keyof typeof tabs

/** Reports and the audit list. Users who are not moderators see "not found". */
export function ModerationPage() {
  const me = useMe()
  const failed = useMeFailed()
  if (!me) return <LoadState failed={failed} onRetry={retryLoadMe} />
  return me.role === 'moderator' ? <Moderation /> : <NotFound />
}

function Moderation() {
  const [tab, setTab] = useState<Tab>('open')
  useTitle('Moderation')
  return (
    <div className="mx-auto max-w-[40rem] px-4 pt-5 md:px-6 md:pt-8">
      <h1 className="mb-4 text-2xl font-semibold">Moderation</h1>
      <Tabs label="Moderation" tabs={tabs} shown={tab} onShow={setTab} panel="reports" />
      <div role="tabpanel" id="reports" aria-label={tabs[tab]} className="mt-5">
        {tab === 'audit' ? (
          <>
            <RestoreForm />
            <AuditList />
          </>
        ) : (
          <ReportList key={tab} status={tab} />
        )}
      </div>
    </div>
  )
}
