import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { EntityManager } from '@mikro-orm/postgresql'
import { keyOfExport } from '#access/accounts'
import { row, rows, sql } from '#database/statement'
import type { StoredImage } from '#entities'
import { type Drivers, job } from '../job.ts'
import { type ArchiveFile, jsonLines, writeArchive } from './export/archive.ts'
import { profileOf } from './export/profile.ts'
import { itemsOf, sections } from './export/sections.ts'

/** How long an export may be fetched. */
const kept = { days: 7 }

export const exportData = job('account.export', {
  async prepare({ exportId }, { em, files, scratch }) {
    const owner = await row<{ id: string }>(
      em,
      sql`select users.id from export join users on users.id = user_id
        where export.id = ${exportId} and export.status = 'processing' and users.status = 'active'`,
    )
    if (owner === null) return false
    await mkdir(scratch, { recursive: true })
    const path = join(scratch, `export-${exportId}.zip`)
    try {
      await writeArchive(path, [...dataOf(em, owner.id), ...(await photosOf(em, owner.id, files))])
      await files.putFile(keyOfExport(exportId), path, 'application/zip')
    } finally {
      await rm(path, { force: true })
    }
    return true
  },

  async handle({ exportId }, ctx, isMade) {
    const made = await row<{ userId: string }>(
      ctx.em,
      sql`update export set status = case when ${isMade} then 'ready' else 'failed' end,
          expires_at = case when ${isMade} then now() + ${kept.days} * interval '1 day' end
        where id = ${exportId} and status = 'processing' returning user_id as "userId"`,
    )
    if (made === null) return ctx.enqueue('files.remove', { key: `exports/${exportId}` })
    if (!isMade) return
    const about = { what: 'export_ready' as const, to: null, device: '', ip: '' }
    ctx.enqueue('account.notify', { userId: made.userId, letterId: exportId, ...about })
  },

  async giveUp({ exportId }, ctx) {
    await row(ctx.em, sql`update export set status = 'failed' where id = ${exportId} and status = 'processing'`)
    ctx.enqueue('files.remove', { key: `exports/${exportId}` })
  },
})

function dataOf(em: EntityManager, userId: string): ArchiveFile[] {
  const lists = Object.entries(sections).map(([name, query]) => ({
    name,
    open: () => Readable.from(jsonLines(itemsOf(em, query(sql`${userId}::uuid`)))),
  }))
  return [{ name: 'profile.json', open: async () => Readable.from([await profileOf(em, userId)]) }, ...lists]
}

/** The largest rendition of each of their photos that is there. */
async function photosOf(em: EntityManager, userId: string, files: Drivers['files']): Promise<ArchiveFile[]> {
  const photos = await rows<{ id: string; image: StoredImage }>(
    em,
    sql`select id, image from media where owner_id = ${userId} and image is not null order by id`,
  )
  const found: ArchiveFile[] = []
  for (const { id, image } of photos) {
    const [largest] = image.variants.toSorted((a, b) => b.width * b.height - a.width * a.height)
    const key = `photos/${image.key}/${largest?.name}.${largest?.format}`
    if (largest === undefined || (await files.stat(key)) === null) continue
    found.push({ name: `photos/${id}.${largest.format}`, open: () => files.stream(key), packed: true })
  }
  return found
}
