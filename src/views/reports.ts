import type { OutputOf } from '#contract'
import { anyOf, columnsOf, db, expression as eb, type RawBuilder, sql } from '#database'
import type { StoredImage } from '#entities'
import { type UserJson, userJson, viewUser } from './users.ts'
import type { View } from './view.ts'

type Report = OutputOf<'reports.resolve'>
type Images = (StoredImage | null)[] | null

/** How many characters are shown of what was reported. */
const maxShown = 500

/** What was reported as a row of its owner, text and images; none if it is gone. */
function subjectOf(kind: RawBuilder<Report['kind']>, targetId: RawBuilder<string>) {
  const user = columnsOf('User', 'User')
  const images = columnsOf('Media', 'Media')('image')
  const reportedUser = eb
    .selectFrom('User')
    .select([
      'User.id as ownerId',
      sql<string>`concat_ws(E'\\n', nullif(${user('fullName')}, ''), nullif(${user('bio')}, ''))`.as('text'),
      sql<Images>`json_build_array(${user('photo')})`.as('images'),
    ])
    .where('User.id', '=', targetId)
    .where(eb(kind, '=', 'user'))
  const reportedPost = eb
    .selectFrom('Post')
    .select([
      'Post.authorId as ownerId',
      'Post.caption as text',
      eb
        .selectFrom('PostMedia')
        .innerJoin('Media', 'Media.id', 'PostMedia.mediaId')
        .select(
          sql<Images>`json_agg(${images} order by ${columnsOf('PostMedia', 'PostMedia')('position')})`.as('images'),
        )
        .where('PostMedia.postId', '=', columnsOf('Post', 'Post')('id'))
        .as('images'),
    ])
    .where('Post.id', '=', targetId)
    .where(eb(kind, '=', 'post'))
  const reportedComment = eb
    .selectFrom('Comment')
    .select(['Comment.authorId as ownerId', 'Comment.text', sql<Images>`null::json`.as('images')])
    .where('Comment.id', '=', targetId)
    .where(eb(kind, '=', 'comment'))
  const reportedMessage = eb
    .selectFrom('Message')
    .select([
      'Message.senderId as ownerId',
      'Message.text',
      eb
        .selectFrom('Media')
        .select(sql<Images>`json_agg(${images})`.as('images'))
        .where('Media.id', '=', columnsOf('Message', 'Message')('mediaId'))
        .as('images'),
    ])
    .where('Message.id', '=', targetId)
    .where('Message.unsentAt', 'is', null)
    .where(eb(kind, '=', 'message'))
  return reportedUser.unionAll(reportedPost).unionAll(reportedComment).unionAll(reportedMessage)
}

/** Reports for moderators, in the order of the ids; `subject` is null for what is gone. */
export async function viewReports(ctx: View, ids: readonly string[]): Promise<(Report | null)[]> {
  const report = columnsOf('Report', 'Report')
  const found = await db(ctx.em)
    .selectFrom('Report')
    .leftJoin('User as reporter', 'reporter.id', 'Report.reporterId')
    .leftJoinLateral(subjectOf(report('kind'), report('targetId')).as('subject'), join => join.onTrue())
    .leftJoin('User as author', join =>
      join.onRef('author.id', '=', 'subject.ownerId').on('author.status', '<>', 'deleted'),
    )
    .select([
      'Report.id',
      'Report.kind',
      'Report.targetId',
      'Report.reason',
      'Report.note',
      'Report.status',
      'Report.outcome',
      'Report.createdAt',
      'Report.resolvedAt',
      'subject.images',
    ])
    .select(found => [
      found.fn<string>('left', ['subject.text', found.lit(maxShown)]).as('text'),
      found.case().when('reporter.id', 'is not', null).then(userJson('reporter')).end().as('reporter'),
      found.case().when('author.id', 'is not', null).then(userJson('author')).end().as('author'),
    ])
    .where('Report.id', '=', anyOf(ids))
    .execute()
  const reports = new Map(found.map(row => [row.id, viewReport(row, ctx)]))
  return ids.map(id => reports.get(id) ?? null)
}

type Found = Omit<Report, 'reporter' | 'subject' | 'createdAt' | 'resolvedAt'> & {
  reporter: UserJson | null
  author: UserJson | null
  text: string | null
  images: Images
  createdAt: Date
  resolvedAt: Date | null
}

function viewReport({ author, text, images, reporter, createdAt, resolvedAt, ...report }: Found, ctx: View): Report {
  // Moderators see suspended accounts and their photos: they may have to restore them.
  const imageUrl = (image: StoredImage) => ctx.imageUrl(image, true, 'moderator')
  const shown = (images ?? []).flatMap(image => (image === null ? [] : [imageUrl(image)]))
  return {
    ...report,
    createdAt: createdAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
    reporter: reporter && viewUser(reporter, ctx),
    subject: author && {
      author: viewUser({ ...author, status: 'active' }, { imageUrl }),
      text: text ?? '',
      images: shown,
    },
  }
}
