import type { OutputOf } from '#contract'

export type Report = OutputOf<'reports.list'>['items'][number]

/** The kinds of reported content, in words. */
export const nouns: Record<Report['kind'], string> = {
  user: 'account',
  post: 'post',
  comment: 'comment',
  message: 'message',
}
