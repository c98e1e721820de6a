import type { Settings } from '#contract'
import { db } from '#database'
import type { View } from './view.ts'

export const settingNames = [
  'whoMayComment',
  'whoMayMention',
  'whoMayTag',
  'whoMayMessage',
  'hiddenWords',
  'showActivity',
  'readReceipts',
  'language',
  'timeZone',
] as const satisfies readonly (keyof Settings)[]

/** The settings of an account, for its owner alone; null where there is no such account. */
export async function viewSettings({ em }: Pick<View, 'em'>, userId: string): Promise<Settings | null> {
  const found = await db(em).selectFrom('User').select(settingNames).where('id', '=', userId).executeTakeFirst()
  return found ?? null
}
