import type { HeliographClient } from '#client'
import type { Media } from '#contract'
import { until } from '#support/events/next-event'

/** Bytes as a browser would pick them. */
export const fileOf = (bytes: Buffer, name = 'photo.jpg') => new File([new Uint8Array(bytes)], name)

/** Uploads a photo and waits until it is rendered, whichever way that ends. */
export async function uploadWhole(client: HeliographClient, bytes: Buffer, altText = ''): Promise<Media> {
  const { id: mediaId } = await client.upload(fileOf(bytes), { altText })
  return until(
    () => client.call('media.get', { mediaId }),
    media => media.status !== 'processing',
    20_000,
  )
}
