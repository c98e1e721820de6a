import type { App } from '#app'
import { rows, sql } from '#database/statement'
import type { StoredImage } from '#entities'
import { openStorage, type Storage } from '#platform/storage'
import { renderPhoto } from '#workers/media/renditions'
import type { Actors } from './actors.ts'
import { drawAvatar, drawDemoPhoto } from './draw.ts'
import { inParallel } from './in-parallel.ts'
import { people } from './people.ts'
import { photoId, posts } from './posts.ts'

/** Drawing uses one core and rendering another: with three photos in progress, neither waits for long. */
const atOnce = 3
/** Separates the keys of profile photos from those of posts. */
const firstPortrait = 100_000

/** Draws, renders and stores missing photos. Without uploads: no worker has to run, and no original is kept. */
export async function addPhotos(app: App, { ids }: Actors) {
  const { dataDir, s3 } = app.config
  const files = await openStorage({ dataDir, s3 })
  const em = app.engine.fork()
  const photos = posts.flatMap(({ by, photos }) => photos.map(photo => ({ ...photo, by })))
  const known = await rows<{ key: string }>(
    em,
    sql`select id::text as key from media where id = any(${photos.map(photo => photoId(photo.seed))}::uuid[])
      union select photo ->> 'key' from users where photo is not null`,
  )
  const isThere = new Set(known.map(one => one.key))

  const portraits = people.map(({ username, fullName }, i) => async () => {
    const key = photoId(firstPortrait + i)
    if (isThere.has(key)) return
    const { image } = await store(files, key, await drawAvatar(i, initialsOf(fullName)))
    await rows(em, sql`update users set photo = ${JSON.stringify(image)}::jsonb where id = ${ids.get(username)}::uuid`)
  })
  const pictures = photos.map(({ seed, alt, by }) => async () => {
    const id = photoId(seed)
    if (isThere.has(id)) return
    const { image, bytes } = await store(files, id, await drawDemoPhoto(seed))
    await rows(
      em,
      sql`insert into media (id, owner_id, status, alt_text, original_key, bytes, image) values (${id}, ${ids.get(by)}::uuid,
        'ready', ${alt}, ${`uploads/${id}`}, ${bytes}, ${JSON.stringify(image)}::jsonb) on conflict do nothing`,
    )
  })
  await inParallel(atOnce, [...portraits, ...pictures], add => add())
}

async function store(files: Storage, key: string, jpeg: Buffer): Promise<{ image: StoredImage; bytes: number }> {
  const { width, height, thumbhash, color, variants } = await renderPhoto(jpeg)
  await Promise.all(
    variants.map(({ name, format, bytes }) => files.put(`photos/${key}/${name}.${format}`, bytes, `image/${format}`)),
  )
  const sizes = variants.map(({ name, width, height, format }) => ({ name, width, height, format }))
  return { image: { key, width, height, thumbhash, color, variants: sizes }, bytes: jpeg.length }
}

const initialsOf = (fullName: string) =>
  fullName
    .split(' ')
    .map(name => name[0])
    .join('')
