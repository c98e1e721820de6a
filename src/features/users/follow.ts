import { batched } from '#core/pipeline/handler'
import { followPeople } from '#domain/users/follow-people'

export const followUser = batched('users.follow', followPeople, ({ username }) => ({ username, follow: true }))
