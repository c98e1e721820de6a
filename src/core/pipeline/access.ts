import type { Operation } from '#contract'
import type { Viewer } from './context.ts'
import { ApiError } from './errors.ts'

/** Whether an operation is how people get a token: those who have one get no more tries than others. */
export const isPublicAuth = ({ access, limit }: Pick<Operation, 'access' | 'limit'>) =>
  access === 'public' && limit === 'auth'

/** Throws unless the viewer may call an operation. */
export function checkAccess({ access }: Pick<Operation, 'access'>, viewer: Viewer | null) {
  if (access === 'public') return
  if (viewer === null) throw new ApiError('unauthenticated', 'An access token is required.')
  if (access !== 'stage') checkFinished(viewer)
  if (access === 'moderator' && viewer.role !== 'moderator') {
    throw new ApiError('forbidden', 'Only moderators may do this.')
  }
}

/** Throws while a sign-up is unfinished; `fields.stage` is the next stage. */
export function checkFinished({ stage }: Viewer) {
  if (stage === 'done') return
  throw new ApiError('forbidden', `The sign-up is not finished; the next stage is ${stage}.`, { fields: { stage } })
}
