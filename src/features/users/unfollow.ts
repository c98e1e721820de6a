import { batched } from '#core/pipeline/handler'
import { followPeople } from '#domain/users/follow-people'

export const unfollow = batched('users.unfollow', followPeople, ({ username }) => ({ username, follow: false }))
