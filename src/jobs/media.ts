import { z } from 'zod'
import { id } from '#contract'
import { job } from './job.ts'

export const mediaJobs = {
  'photo.render': job({
    summary: 'Make the renditions of an upload, then publish the post that was waiting for it.',
    queue: 'media',
    payload: z.object({ mediaId: id }),
    id: ({ mediaId }) => `photo-${mediaId}`,
    attempts: 3,
    backoff: 5,
  }),
  'files.remove': job({
    summary: 'Remove the files of a deleted photo.',
    queue: 'rest',
    payload: z.object({ key: z.string() }),
    id: ({ key }) => `remove-${key.replaceAll('/', '-')}`,
    attempts: 20,
    backoff: 5,
  }),
}
