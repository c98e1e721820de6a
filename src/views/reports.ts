import type { OutputOf } from '#contract'
import { iso, isoOrNull, rows, sql } from '#database/statement'
import type { StoredImage } from '#entities'
import { type UserRow, userColumns } from './raw.ts'
import { viewUser } from './users.ts'
import type { View } from './view.ts'

type Report = OutputOf<'reports.resolve'>
type Found = Omit<Report, 'reporter' | 'subject'> & {
  reporter: UserRow | null
  author: UserRow | null
  text: string
  images: (StoredImage | null)[] | null
}

/** So much is shown of what was reported. */
const longest = 500

/** Where what was reported stands, as `(owner_id, text, images)`: whoever may see it. */
const subjects = sql`lateral (
  select id as owner_id, concat_ws(E'\n', nullif(full_name, ''), nullif(bio, '')) as text, json_build_array(photo) as images
    from users where report.kind = 'user' and id = report.target_id
  union all
  select author_id, caption, (select json_agg(image order by position) from post_media
      join media on media.id = media_id where post_id = post.id)
    from post where report.kind = 'post' and id = report.target_id
  union all
  select author_id, text, null from comment where report.kind = 'comment' and id = report.target_id
  union all
  select sender_id, text, (select json_agg(image) from media where media.id = message.media_id)
    from message where report.kind = 'message' and id = report.target_id and unsent_at is null
)`

/** Reports as moderators see them, in the order asked. What they are about is null where it is gone. */
export async function viewReports(ctx: View, ids: readonly string[]): Promise<(Report | null)[]> {
  const found = await rows<Found>(
    ctx.em,
    sql`select report.id, report.kind, report.target_id as "targetId", report.reason, report.note, report.status,
        report.outcome, report.created_at as "createdAt", report.resolved_at as "resolvedAt",
        case when reporter.id is not null then ${userColumns('reporter')} end as reporter,
        case when author.id is not null then ${userColumns('author')} end as author,
        left(subject.text, ${longest}) as text, subject.images
      from report left join users reporter on reporter.id = report.reporter_id
      left join ${subjects} subject on true
      left join users author on author.id = subject.owner_id and author.status <> 'deleted'
      where report.id = any(${[...ids]}::uuid[])`,
  )
  const byId = new Map(found.map(one => [one.id, viewReport(one, ctx)]))
  return ids.map(id => byId.get(id) ?? null)
}

function viewReport({ author, text, images, reporter, ...report }: Found, ctx: View): Report {
  // Moderators see who is suspended, and their photos: they may have to be restored.
  const imageUrl = (image: StoredImage) => ctx.imageUrl(image, true, 'moderator')
  const shown = (images ?? []).flatMap(image => (image === null ? [] : [imageUrl(image)]))
  return {
    ...report,
    createdAt: iso(report.createdAt),
    resolvedAt: isoOrNull(report.resolvedAt),
    reporter: reporter && viewUser(reporter, ctx),
    subject: author && { author: viewUser({ ...author, status: 'active' }, { imageUrl }), text, images: shown },
  }
}
