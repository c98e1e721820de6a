import type { HandlersOf } from '#core/pipeline/handler'
import { requestClearing } from './clear.ts'
import { getClearing } from './clearing.ts'
import { listActivity } from './mine.ts'
import { removeActivity } from './remove.ts'

export const activity: HandlersOf<'activity'> = {
  'activity.mine': listActivity,
  'activity.remove': removeActivity,
  'activity.clear': requestClearing,
  'activity.clearing': getClearing,
}
