import { Inbox } from 'lucide-react'
import { client } from '../client.ts'
import { Empty } from '../components/empty.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { LoadState } from '../components/load-state.tsx'
import { usePages } from '../hooks/use-pages.ts'
import type { Report } from './report.ts'
import { ReportCard } from './report-card.tsx'

export function ReportList({ status }: { status: Report['status'] }) {
  const { items, more, drop, failed, reload } = usePages<Report>(status, at =>
    client.call('reports.list', { status, ...at }),
  )
  if (!items) return <LoadState failed={failed} onRetry={reload} />
  if (items.length === 0) {
    return (
      <Empty icon={Inbox} title={status === 'open' ? 'No open reports' : 'No resolved reports'}>
        <p>{status === 'open' ? 'New reports appear here.' : 'Resolved reports appear here.'}</p>
      </Empty>
    )
  }
  return (
    <>
      <ul className="grid grid-cols-1 gap-4">
        {items.map(report => (
          <li key={report.id}>
            <ReportCard report={report} onResolved={() => drop(report.id)} />
          </li>
        ))}
      </ul>
      {more && <LoadMore onMore={more} at={items.length} />}
    </>
  )
}
