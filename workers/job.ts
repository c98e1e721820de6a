import type { Readable } from 'node:stream'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { ReadContext, WriteContext } from '#core/pipeline/context'
import type { JobName, JobPayload } from '#jobs'

/** What workers may use beside the database. */
export type Drivers = {
  files: {
    put(key: string, bytes: Uint8Array, contentType: string): Promise<void>
    /** The same with a file of this machine, which is gone afterwards. */
    putFile(key: string, path: string, contentType?: string): Promise<void>
    read(key: string): Promise<Buffer>
    stat(key: string): Promise<{ size: number } | null>
    stream(key: string): Promise<Readable>
    delete(key: string): Promise<void>
    deletePrefix(folder: string): Promise<void>
  }
  /** A folder of this machine for what is being made. */
  scratch: string
  /** Null where no mail server is set. */
  mail: {
    send(mail: { messageId: string; to: string; subject: string; text: string; html: string }): Promise<void>
  } | null
  /** Null where no gateway for text messages is set. */
  sms: { send(message: { id: string; to: string; text: string }): Promise<void> } | null
  /** Whether there is a mailbox, which shows what nothing else takes. */
  mailbox: boolean
  /** Where links in letters lead, without a trailing slash: from the configuration alone. */
  publicUrl: string
}

/** What a task is prepared with. */
export type Ready = ReadContext & Drivers

/**
 * `prepare` does what is slow, outside the transaction, and may run more than once; `handle` records its effect in the
 * transaction that deletes the task. `giveUp` records that the last try has failed.
 */
export type JobHandler<J extends JobName, P = unknown> = {
  prepare?(payload: JobPayload<J>, ctx: Ready): Promise<P>
  handle(payload: JobPayload<J>, ctx: WriteContext, prepared: P): Promise<void>
  giveUp?(payload: JobPayload<J>, ctx: WriteContext): Promise<void>
}

export type JobHandlers = { [J in JobName]: JobHandler<J> }

export const job = <J extends JobName, P>(_: J, handler: JobHandler<J, P>) => handler as JobHandler<J>

export type Fork = () => EntityManager
