import type { Stage, User } from '#contract'
import { viewUsers } from './users.ts'
import type { View } from './view.ts'

/** Who one is, beside one's tokens: nobody as long as the sign-up has not come to the names. */
export async function viewSignedIn(ctx: View, userId: string, stage: Stage): Promise<User | null> {
  if (stage === 'code' || stage === 'profile') return null
  return (await viewUsers(ctx, [userId])).get(userId) ?? null
}
