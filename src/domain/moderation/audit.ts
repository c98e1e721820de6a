import type { OutputOf } from '#contract'
import type { Viewer, WriteContext } from '#core/pipeline/context'
import { Audit } from '#entities'

type Entry = OutputOf<'moderation.audit'>['items'][number]

/** Records an act of a moderator, in the transaction that does it. */
export const audit = (
  { em, viewer }: WriteContext & { viewer: Viewer },
  act: Pick<Entry, 'act' | 'targetKind' | 'targetId' | 'reason'>,
) => em.insert(Audit, { moderatorId: viewer.id, ...act })
