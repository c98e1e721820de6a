import type { App } from '#app'
export async function fillDemo(_: App): Promise<{ usernames: string[]; password: string } | null> {
  return null
}
