import { combined } from '#core/pipeline/handler'
import { followPeople } from '#domain/users/follow-people'

export const follow = combined('users.follow', followPeople, ({ username }) => ({ username, follow: true }))
