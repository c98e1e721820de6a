import { Flag } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { Name, PersonRow } from '../components/person-row.tsx'
import { Picture } from '../components/picture.tsx'
import { TimeAgo } from '../components/time-ago.tsx'
import { nouns, type Report } from './report.ts'
import { ReportActions } from './report-actions.tsx'

/** A report: its reason, its reporter, and the reported content if it still exists. */
export function ReportCard({ report, onResolved }: { report: Report; onResolved: () => void }) {
  const { reason, note, reporter, subject, kind, createdAt, outcome } = report
  return (
    <article aria-label={`Report: ${reason}`} className="card rounded-2xl border p-4 md:p-5">
      <header className="flex items-start gap-3">
        <Flag size={20} className="mt-0.5 shrink-0 text-sun" aria-hidden />
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">{reason}</h2>
          <p className="text-sm text-quiet">
            A {nouns[kind]}, reported by {reporter ? <Name user={reporter} /> : 'a deleted account'}{' '}
            <TimeAgo at={createdAt} />
          </p>
        </div>
        {outcome && (
          <span className="rounded-full bg-wash px-3 py-1 text-xs font-semibold text-quiet">
            {outcome === 'acted' ? 'Action taken' : 'Dismissed'}
          </span>
        )}
      </header>
      {note && <p className="mt-3 border-l-2 border-line pl-3 text-sm whitespace-pre-wrap">{note}</p>}
      {subject ? (
        <div className="mt-4 rounded-xl bg-wash px-4 py-2.5">
          <PersonRow user={subject.author} />
          {subject.text && <p className="py-1 whitespace-pre-wrap">{subject.text}</p>}
          <Images report={report} />
          {kind === 'post' && (
            <Link to={`/p/${report.targetId}`} className="link text-sm">
              View post
            </Link>
          )}
        </div>
      ) : (
        <p className="mt-4 rounded-xl bg-wash px-4 py-3 text-sm text-quiet">This content no longer exists.</p>
      )}
      {report.status === 'open' && <ReportActions report={report} onResolved={onResolved} />}
    </article>
  )
}

function Images({ report: { subject } }: { report: Report }) {
  if (!subject?.images.length) return null
  return (
    <div className="flex flex-wrap gap-2 py-2">
      {subject.images.map(image => {
        const small = image.variants.find(each => each.name === 'small') ?? image.variants[0]
        return small && <Reported key={small.url} {...small} />
      })}
    </div>
  )
}

function Reported({ url, width, height }: { url: string; width: number; height: number }) {
  const [shown, setShown] = useState(false)
  return (
    <span className="h-36 max-w-full overflow-hidden rounded-lg bg-line" style={{ aspectRatio: width / height }}>
      <Picture
        src={url}
        alt="Reported"
        onShown={setShown}
        className={`size-full object-cover ${shown ? '' : 'opacity-0'}`}
      />
    </span>
  )
}
