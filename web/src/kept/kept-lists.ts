import { queries } from '../state/queries.ts'

/** The viewer's own posts that nobody else sees, by where they stand. */
export const keptLists = {
  drafts: { title: 'Drafts', operation: 'posts.drafts' },
  scheduled: { title: 'Scheduled', operation: 'posts.scheduled' },
  archive: { title: 'Archive', operation: 'posts.archived' },
  deleted: { title: 'Deleted', operation: 'posts.deleted' },
} as const
export type KeptList = keyof typeof keptLists

/** Loads these lists again when they are shown: a post has entered or left one of them. */
export const reloadKept = () => queries.invalidateQueries({ queryKey: ['kept'] })
