import type { OutputOf } from '#contract'
import { client } from '../client.ts'
import { LoadMore } from '../components/load-more.tsx'
import { LoadState } from '../components/load-state.tsx'
import { Name } from '../components/person-row.tsx'
import { TimeAgo } from '../components/time-ago.tsx'
import { usePages } from '../hooks/use-pages.ts'

type Entry = OutputOf<'moderation.audit'>['items'][number]

const phrases: Record<Entry['act'], string> = {
  resolve_report: 'closed a report',
  remove_post: 'removed a post',
  remove_comment: 'removed a comment',
  suspend: 'suspended an account',
  restore: 'restored an account',
}

/** The actions of moderators, newest first. */
export function AuditList() {
  const { items, more, failed, reload } = usePages<Entry>('audit', at => client.call('moderation.audit', at))
  if (!items) return <LoadState failed={failed} onRetry={reload} />
  if (items.length === 0) return <p className="py-10 text-center text-quiet">No actions yet.</p>
  return (
    <>
      <ul aria-label="Audit" className="divide-y divide-line">
        {items.map(entry => (
          <li key={entry.id} className="py-3 text-sm">
            <p>
              {entry.moderator ? <Name user={entry.moderator} /> : 'An operator (command line)'} {phrases[entry.act]}{' '}
              <TimeAgo at={entry.at} />
            </p>
            {entry.reason && <p className="mt-0.5 text-quiet">{entry.reason}</p>}
            <p className="mt-0.5 font-mono text-xs break-all text-quiet">{entry.targetId}</p>
          </li>
        ))}
      </ul>
      {more && <LoadMore onMore={more} at={items.length} />}
    </>
  )
}
