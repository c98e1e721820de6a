import { followPeople } from '#changes/follow-people'
import { combined } from '#core/handler'

export const follow = combined('users.follow', followPeople, ({ username }) => ({ username, follow: true }))
