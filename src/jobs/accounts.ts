import { z } from 'zod'
import { id, securityKind } from '#contract'
import { job, UNLIMITED } from './job.ts'

/** What the owner of an account is notified of by mail or SMS, besides codes. */
const noticeKind = z.enum([...securityKind.options, 'deleted', 'undeleted', 'suspended', 'restored', 'export_ready'])
export type NoticeKind = z.infer<typeof noticeKind>

export const accountJobs = {
  'code.send': job({
    summary: 'Send a six-digit code by mail or SMS.',
    queue: 'rest',
    payload: z.object({ codeId: id }),
    id: ({ codeId }) => `code-${codeId}`,
    attempts: 8,
    backoff: 5,
  }),
  'account.warn': job({
    summary: 'Warn the owner of an address that someone tried to sign up with it.',
    queue: 'rest',
    /** `to` is the address of the attempt. */
    payload: z.object({ userId: id, to: z.string() }),
    id: ({ userId, to }) => `warn-${userId}-${to.includes('@') ? 'mail' : 'text'}`,
    attempts: 5,
    backoff: 30,
  }),
  'account.notify': job({
    summary: 'Notify the owner of an account by mail or SMS that something important has happened to it.',
    queue: 'rest',
    payload: z.object({
      userId: id,
      /** Identifies the message, so that a second run sends no second one. */
      letterId: id,
      what: noticeKind,
      /** The address to send to; null for every address of the account. After a change it is the previous address. */
      to: z.string().nullable().default(null),
      device: z.string().default(''),
      ip: z.string().default(''),
    }),
    id: ({ letterId }) => `notify-${letterId}`,
    attempts: 8,
    backoff: 5,
  }),
  'account.settle': job({
    summary:
      'Remove the likes, comments and follows of a suspended or deleted account from the counts of others, or restore them.',
    queue: 'rest',
    payload: z.object({ userId: id }),
    id: ({ userId }) => `settle-${userId}`,
    attempts: 20,
    backoff: 2,
  }),
  'account.erase': job({
    summary: 'Erase a deleted account when its deletion can no longer be undone.',
    queue: 'rest',
    payload: z.object({ userId: id }),
    id: ({ userId }) => `erase-${userId}`,
    attempts: UNLIMITED,
    backoff: 60,
  }),
  'account.export': job({
    summary: "Make a ZIP of a user's own data.",
    queue: 'rest',
    payload: z.object({ exportId: id }),
    id: ({ exportId }) => `export-${exportId}`,
    attempts: 3,
    backoff: 30,
  }),
}
