import { batched } from '#core/pipeline/handler'
import { followPeople } from '#domain/users/follow-people'

export const unfollowUser = batched('users.unfollow', followPeople, ({ username }) => ({ username, follow: false }))
