import { useState } from 'react'
import type { Post } from '#contract'
import { client } from '../client.ts'
import { Dialog, DialogTitle } from '../components/dialog.tsx'
import { Form } from '../forms/form.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { toast } from '../state/toasts.ts'
import { reloadKept } from './kept-lists.ts'
import { ScheduleField, scheduleFor } from './schedule-field.tsx'

/** Schedules a draft, or moves a scheduled post to another time. */
export function ScheduleDialog({ post, onClose }: { post: Post; onClose: () => void }) {
  const [schedule, setSchedule] = useState(() => scheduleFor(post.publishAt))
  const form = useSubmit(async () => {
    if (!schedule.publishAt) return
    await client.call('posts.edit', { postId: post.id, publishAt: schedule.publishAt })
    onClose()
    toast('Post scheduled.')
    await reloadKept()
  }, ['publishAt'])
  return (
    <Dialog label="Schedule post" onClose={onClose}>
      <DialogTitle title="Schedule post" onClose={onClose} />
      <div className="p-5">
        <Form {...form} action="Schedule" disabled={!schedule.publishAt}>
          <ScheduleField schedule={schedule} onChange={setSchedule} error={form.fields.publishAt} />
        </Form>
      </div>
    </Dialog>
  )
}
