import { createHmac, timingSafeEqual } from 'node:crypto'
import { thumbHashToAverageRGBA } from 'thumbhash'
import type { Image } from '#contract'
import type { StoredImage } from '#entities'

/** Who a photo URL was signed for; it is part of the URL. */
export const photoReaders = { everybody: '0', some: '1', moderators: '2', owner: '3' } as const
export type PhotoReaders = (typeof photoReaders)[keyof typeof photoReaders]

/** Turns a stored photo into the contract's `Image`. */
export type SignImageUrl = (image: StoredImage, isPrivate: boolean, reader?: keyof typeof flags) => Image

const flags = { moderator: photoReaders.moderators, owner: photoReaders.owner }

const hour = 3600

/**
 * Signed URLs of photos. Each carries its expiry, rounded to the hour so that caches can share it, and an HMAC. They contain
 * no token and grant nothing else.
 */
export function imageUrls(secret: string) {
  const key = createHmac('sha256', secret).update('image-urls').digest()
  const signature = (path: string, expires: string, flag: string) =>
    createHmac('sha256', key).update(`${path}\n${expires}\n${flag}`).digest('base64url').slice(0, 22)
  const cache = new Map<string, string>()

  const url = (path: string, flag: PhotoReaders) => {
    const expires = String((Math.floor(Date.now() / 1000 / hour) + 3) * hour)
    const name = `${path}?e=${expires}&p=${flag}`
    let signed = cache.get(name)
    if (signed === undefined) {
      if (cache.size > 20_000) cache.clear()
      signed = `/media/${name}&s=${signature(path, expires, flag)}`
      cache.set(name, signed)
    }
    return signed
  }

  return {
    sign: ((image, isPrivate, reader) => ({
      width: image.width,
      height: image.height,
      thumbhash: image.thumbhash,
      color: image.color ?? averageColor(image.thumbhash),
      variants: image.variants.map(variant => ({
        ...variant,
        url: url(
          `${image.key}/${variant.name}.${variant.format}`,
          reader ? flags[reader] : isPrivate ? photoReaders.some : photoReaders.everybody,
        ),
      })),
    })) as SignImageUrl,

    /** Whether a URL was signed here, is unchanged, and has not expired. */
    check(path: string, query: { e?: string | undefined; p?: string | undefined; s?: string | undefined }): boolean {
      const { e = '', p = '', s = '' } = query
      if (!/^\d{10}$/.test(e) || Number(e) * 1000 < Date.now()) return false
      const given = Buffer.from(s)
      const expected = Buffer.from(signature(path, e, p))
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}

/** The average color of a photo, as far as its ThumbHash tells. */
function averageColor(thumbhash: string): string {
  const { r, g, b } = thumbHashToAverageRGBA(Buffer.from(thumbhash, 'base64'))
  return colorOf(r * 255, g * 255, b * 255)
}

/** `#rrggbb` of three channels from 0 to 255. */
export const colorOf = (...channels: [red: number, green: number, blue: number]) =>
  `#${channels.map(channel => Math.round(channel).toString(16).padStart(2, '0')).join('')}`
