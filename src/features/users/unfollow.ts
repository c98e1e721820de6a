import { followPeople } from '#changes/follow-people'
import { combined } from '#core/handler'

export const unfollow = combined('users.unfollow', followPeople, ({ username }) => ({ username, follow: false }))
