import type { HandlersOf } from '#core/pipeline/handler'
import { home } from './home.ts'

export const feed: HandlersOf<'feed'> = {
  'feed.home': home,
}
