import { useState } from 'react'
import type { Comment } from '#contract'
import { Dialog, DialogTitle } from '../components/dialog.tsx'
import { Form } from '../forms/form.tsx'
import { TextArea } from '../forms/text-area.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { editComment } from '../state/comments.ts'

/** Edits the text of the viewer's own comment. */
export function EditComment({ comment, onClose }: { comment: Comment; onClose: () => void }) {
  const [text, setText] = useState(comment.text)
  const form = useSubmit(async () => {
    await editComment(comment, text.trim())
    onClose()
  }, ['text'])
  return (
    <Dialog label="Edit comment" onClose={onClose}>
      <DialogTitle title="Edit comment" onClose={onClose} />
      <div className="p-5">
        <Form {...form} action="Save" disabled={text.trim() === '' || text.trim() === comment.text}>
          <TextArea suggests label="Comment" value={text} onValue={setText} maxLength={2200} error={form.fields.text} />
        </Form>
      </div>
    </Dialog>
  )
}
