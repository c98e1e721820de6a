import { invalid } from '#core/pipeline/errors'

/**
 * Where a page of comments begins. `first` are the comments that lead the list, as the first page has found them: what is
 * pinned or liked since moves nothing, so that no page skips or repeats one. After them come all others, newest first.
 */
export type CommentPlace = {
  first: string[]
  /** How many of `first` are passed. */
  passed: number
  /** The last of the others; null before them. */
  after: { at: Date; id: string } | null
}

export function cursorOf({ first, passed, after }: CommentPlace): string {
  const place = after ? `${after.at.getTime()}_${after.id}` : `${passed}`
  const bytes = Buffer.from(first.join('').replaceAll('-', ''), 'hex')
  return first.length > 0 ? `${place}.${bytes.toString('base64url')}` : place
}

export function placeOf(cursor: string): CommentPlace {
  const [place = '', packed = ''] = cursor.split('.')
  const hex = Buffer.from(packed, 'base64url').toString('hex')
  if (hex.length % 32 !== 0) throw invalid({ cursor: 'is not the cursor of a list' })
  const first = (hex.match(/.{32}/g) ?? []).map(each =>
    each.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  )
  const [at = '', id] = place.split('_')
  if (id === undefined) return { first, passed: Number(at), after: null }
  return { first, passed: first.length, after: { at: new Date(Number(at)), id } }
}
