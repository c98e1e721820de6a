import { ChevronRight, CircleCheck } from 'lucide-react'
import { useState } from 'react'
import type { CallOf } from '#contract'
import { client } from '../client.ts'
import { Dialog, DialogTitle } from '../components/dialog.tsx'
import { Form } from '../forms/form.tsx'
import { TextArea } from '../forms/text-area.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { nouns } from '../moderation/report.ts'

type Kind = CallOf<'users.report'>['kind']

const reasons = [
  'Spam or fraud',
  'Nudity or sexual content',
  'Hate speech or symbols',
  'Violence or danger',
  'Bullying or harassment',
  'False information',
  'Pretending to be someone else',
  'Something else',
]

/** Asks for a reason and an optional note, then confirms the report. */
export function ReportDialog({ kind, id, onClose }: { kind: Kind; id: string; onClose: () => void }) {
  const [reason, setReason] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const [sent, setSent] = useState(false)
  const form = useSubmit(async () => {
    if (!reason) return
    await client.call('users.report', { kind, id, reason, note: note.trim() })
    setSent(true)
  }, ['note'])

  return (
    <Dialog label={`Report ${nouns[kind]}`} step={sent || reason} onClose={onClose}>
      {sent ? (
        <Thanks onClose={onClose} />
      ) : (
        <>
          <DialogTitle title={reason ?? `Why are you reporting this ${nouns[kind]}?`} onClose={onClose} />
          {reason ? (
            <div className="p-5">
              <Form {...form} action="Send report">
                <TextArea
                  label="Anything to add?"
                  value={note}
                  onValue={setNote}
                  maxLength={1000}
                  placeholder="Optional"
                  error={form.fields.note}
                />
              </Form>
              <button type="button" className="btn mt-2 w-full text-quiet" onClick={() => setReason(null)}>
                Choose another reason
              </button>
            </div>
          ) : (
            <Reasons onChoose={setReason} />
          )}
        </>
      )}
    </Dialog>
  )
}

const Reasons = ({ onChoose }: { onChoose: (reason: string) => void }) => (
  <ul>
    {reasons.map(each => (
      <li key={each} className="border-t border-line first:border-t-0">
        <button
          type="button"
          className="flex w-full items-center justify-between px-5 py-3.5 text-left hover:bg-wash"
          onClick={() => onChoose(each)}
        >
          {each}
          <ChevronRight size={18} className="text-quiet" aria-hidden />
        </button>
      </li>
    ))}
  </ul>
)

const Thanks = ({ onClose }: { onClose: () => void }) => (
  <div role="status" className="grid justify-items-center gap-2 p-6 text-center">
    <CircleCheck size={44} strokeWidth={1.5} className="animate-pop text-leaf" aria-hidden />
    <h2 className="text-lg font-semibold">Thank you</h2>
    <p className="text-quiet">A moderator will review it. We won’t tell them that it was you.</p>
    <button type="button" className="btn-sun mt-3 w-full" onClick={onClose}>
      Done
    </button>
  </div>
)
