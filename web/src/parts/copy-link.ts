import { toast } from '../state/toasts.ts'

/** Copies the address of a page of ours, and says whether it worked. */
export const copyLink = (path: string): Promise<void> =>
  navigator.clipboard.writeText(`${location.origin}${path}`).then(
    () => toast('Link copied.'),
    () => toast('The link could not be copied.', 'error'),
  )
