import type { Handlers } from '#core/pipeline/handler'
import { accounts } from './accounts/index.ts'
import { activity } from './activity/index.ts'
import { collections } from './collections/index.ts'
import { comments } from './comments/index.ts'
import { conversations } from './conversations/index.ts'
import { feed } from './feed/index.ts'
import { hashtags } from './hashtags/index.ts'
import { log } from './log/index.ts'
import { media } from './media/index.ts'
import { messages } from './messages/index.ts'
import { moderation } from './moderation/index.ts'
import { notifications } from './notifications/index.ts'
import { posts } from './posts/index.ts'
import { reports } from './reports/index.ts'
import { users } from './users/index.ts'

/** Operation → handler. One that is missing does not compile. */
export const handlers: Handlers = {
  ...media,
  ...accounts,
  ...posts,
  ...comments,
  ...collections,
  ...conversations,
  ...messages,
  ...notifications,
  ...activity,
  ...log,
  ...users,
  ...moderation,
  ...reports,
  ...feed,
  ...hashtags,
}
