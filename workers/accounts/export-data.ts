import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { EntityManager } from '@mikro-orm/postgresql'
import { keyOfExport } from '#access/accounts'
import { db, fromNow } from '#database'
import { exportProfile, exportSessions } from '#domain/accounts/export'
import { exportCollections } from '#domain/collections/export'
import { exportComments } from '#domain/comments/export'
import { exportConversations } from '#domain/conversations/export'
import { exportHashtags } from '#domain/hashtags/export'
import { exportMedia, largestFiles } from '#domain/media/export'
import { exportMessages } from '#domain/messages/export'
import { exportNotifications } from '#domain/notifications/export'
import { exportPosts } from '#domain/posts/export'
import { exportReports } from '#domain/reports/export'
import { exportRelations } from '#domain/users/export'
import { Export } from '#entities'
import { type Drivers, job } from '../job.ts'
import { type ArchiveFile, jsonLines, writeArchive } from './archive.ts'

/** What each noun exports of a user: lists by the names of their files. */
const parts: ((em: EntityManager, userId: string) => Record<string, AsyncIterable<unknown>>)[] = [
  exportPosts,
  exportCollections,
  exportMedia,
  exportComments,
  exportRelations,
  exportConversations,
  exportMessages,
  exportNotifications,
  exportHashtags,
  exportSessions,
  exportReports,
]

/** How long an export can be downloaded. */
const kept = '7 days'

export const exportData = job('account.export', {
  async prepare({ exportId }, { em, files, scratch }) {
    const userId = await activeOwner(em, exportId)
    if (userId === null) return false
    await mkdir(scratch, { recursive: true })
    const path = join(scratch, `export-${exportId}.zip`)
    try {
      const lists = parts.flatMap(part => listFiles(part(em, userId)))
      await writeArchive(path, [profileFile(em, userId), ...lists, ...(await photoFiles(em, userId, files))])
      await files.putFile(keyOfExport(exportId), path, 'application/zip')
    } finally {
      await rm(path, { force: true })
    }
    return true
  },

  async handle({ exportId }, ctx, isMade) {
    const finished = await db(ctx.em)
      .updateTable('Export')
      .set(isMade ? { status: 'ready', expiresAt: fromNow(kept) } : { status: 'failed' })
      .where('id', '=', exportId)
      .where('status', '=', 'processing')
      .returning('userId')
      .executeTakeFirst()
    if (!finished) return ctx.enqueue('files.remove', { key: `exports/${exportId}` })
    if (!isMade) return
    const about = { what: 'export_ready' as const, to: null, device: '', ip: '' }
    ctx.enqueue('account.notify', { userId: finished.userId, letterId: exportId, ...about })
  },

  async giveUp({ exportId }, ctx) {
    await ctx.em.nativeUpdate(Export, { id: exportId, status: 'processing' }, { status: 'failed' })
    ctx.enqueue('files.remove', { key: `exports/${exportId}` })
  },
})

/** The owner of an export that is still to be made; null if their account is not active. */
async function activeOwner(em: EntityManager, exportId: string) {
  const owner = await db(em)
    .selectFrom('Export')
    .innerJoin('User', 'User.id', 'Export.userId')
    .select('User.id')
    .where('Export.id', '=', exportId)
    .where('Export.status', '=', 'processing')
    .where('User.status', '=', 'active')
    .executeTakeFirst()
  return owner?.id ?? null
}

const profileFile = (em: EntityManager, userId: string): ArchiveFile => ({
  name: 'profile.json',
  open: async () => Readable.from([`${JSON.stringify(await exportProfile(em, userId), null, 2)}\n`]),
})

const listFiles = (lists: Record<string, AsyncIterable<unknown>>): ArchiveFile[] =>
  Object.entries(lists).map(([name, items]) => ({ name, open: () => Readable.from(jsonLines(items)) }))

/** The largest rendition of each of a user's photos, if it is stored. */
async function photoFiles(em: EntityManager, userId: string, files: Drivers['files']): Promise<ArchiveFile[]> {
  const found: ArchiveFile[] = []
  for (const { id, key, format } of await largestFiles(em, userId)) {
    if ((await files.stat(key)) === null) continue
    found.push({ name: `photos/${id}.${format}`, open: () => files.stream(key), packed: true })
  }
  return found
}
