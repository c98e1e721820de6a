import { useState } from 'react'
import { client, isGone } from '../client.ts'
import { Dialog } from '../components/dialog.tsx'
import { Form } from '../forms/form.tsx'
import { TextArea } from '../forms/text-area.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { toast } from '../state/toasts.ts'
import { nouns, type Report } from './report.ts'

type Act = 'dismiss' | 'remove' | 'suspend' | 'close'
type ActionsProps = { report: Report; onResolved: () => void }

/** The actions on a report. Each asks for a reason, which goes into the audit list. */
export function ReportActions({ report, onResolved }: ActionsProps) {
  const [act, setAct] = useState<Act | null>(null)
  const { kind, subject } = report
  const removable = subject && (kind === 'post' || kind === 'comment')
  return (
    <div className="mt-4 flex flex-wrap gap-2">
      <button type="button" className="btn-quiet" onClick={() => setAct('dismiss')}>
        Dismiss
      </button>
      {removable && (
        <button type="button" className="btn-rose" onClick={() => setAct('remove')}>
          Remove {nouns[kind]}
        </button>
      )}
      {subject && (
        <button type="button" className="btn-rose shrink wrap-anywhere" onClick={() => setAct('suspend')}>
          Suspend {subject.author.username}
        </button>
      )}
      {!removable && (
        <button type="button" className="btn-quiet" onClick={() => setAct('close')}>
          Close as handled
        </button>
      )}
      {act && <ActDialog report={report} act={act} onClose={() => setAct(null)} onDone={onResolved} />}
    </div>
  )
}

const verbs: Record<Act, string> = { dismiss: 'Dismiss', remove: 'Remove', suspend: 'Suspend', close: 'Close' }

type DialogProps = { report: Report; act: Act; onClose: () => void; onDone: () => void }

function ActDialog({ report, act, onClose, onDone }: DialogProps) {
  const [reason, setReason] = useState(report.reason)
  const { id: reportId, kind, targetId, subject } = report
  const title = {
    dismiss: 'Dismiss the report?',
    remove: `Remove the ${nouns[kind]}?`,
    suspend: `Suspend ${subject?.author.username}?`,
    close: 'Close the report?',
  }[act]
  const remove = () =>
    kind === 'post'
      ? client.call('moderation.removePost', { postId: targetId, reason })
      : client.call('moderation.removeComment', { commentId: targetId, reason })
  const form = useSubmit(async () => {
    // It may already have been removed, by an earlier try or by another moderator.
    if (act === 'remove') await remove().catch(error => isGone(error) || Promise.reject(error))
    if (act === 'suspend' && subject)
      await client.call('moderation.suspend', { username: subject.author.username, reason })
    await client.call('reports.resolve', { reportId, outcome: act === 'dismiss' ? 'dismissed' : 'acted', reason })
    onClose()
    onDone()
    toast('Report closed.')
  }, ['reason'])
  return (
    <Dialog label={title} onClose={onClose}>
      <div className="p-5">
        <h2 className="mb-4 text-lg font-semibold">{title}</h2>
        <Form {...form} action={verbs[act]} destructive={act === 'remove' || act === 'suspend'}>
          <TextArea
            label="Reason (shown in the audit list)"
            value={reason}
            onValue={setReason}
            maxLength={500}
            error={form.fields.reason}
          />
        </Form>
        <button type="button" className="btn mt-2 w-full text-quiet" onClick={onClose}>
          Cancel
        </button>
      </div>
    </Dialog>
  )
}
