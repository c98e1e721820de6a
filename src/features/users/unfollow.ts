import { combined } from '#core/pipeline/handler'
import { followPeople } from '#domain/users/follow-people'

export const unfollow = combined('users.unfollow', followPeople, ({ username }) => ({ username, follow: false }))
