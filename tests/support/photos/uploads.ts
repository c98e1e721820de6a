import type { HeliographClient } from '#client'
import type { Media } from '#contract'
import { until } from '#support/events/next-event'
import type { Outside } from '#support/process/start-node'

/** Bytes as a browser would pick them. */
export const fileOf = (bytes: Buffer, name = 'photo.jpg') => new File([new Uint8Array(bytes)], name)

/** Uploads a photo and waits until it is rendered, whichever way that ends. */
export async function uploadWhole(client: HeliographClient, bytes: Buffer, altText = ''): Promise<Media> {
  const { id: mediaId } = await client.upload(fileOf(bytes), { altText })
  return until(
    () => client.call('media.get', { mediaId }),
    media => media.status !== 'processing',
  )
}

/** As if all uploads of a user had been made some hours ago and checked for use since. */
export const ageUploads = (app: Pick<Outside, 'query'>, { id }: { id: string }, hours: number) =>
  app.query(`update media set created_at = now() - ? * interval '1 hour', unchecked = false where owner_id = ?`, [
    hours,
    id,
  ])
