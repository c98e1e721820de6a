import type { OutputOf } from '#contract'

export type Report = OutputOf<'reports.list'>['items'][number]

/** What a report is about, in a word. */
export const nouns: Record<Report['kind'], string> = {
  user: 'account',
  post: 'post',
  comment: 'comment',
  message: 'message',
}
