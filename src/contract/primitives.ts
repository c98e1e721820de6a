import { z } from 'zod'

/** Text that PostgreSQL and JSON can both carry: no NUL, no lone surrogates, at most `max` code points. */
export const text = (max: number, min = 0) =>
  z
    .string()
    .min(min)
    .max(max)
    .refine(value => !value.includes('\0') && value.isWellFormed(), 'must not contain NUL or ill-formed characters')

/** Text that is not blank. */
export const someText = (max: number) => text(max, 1).refine(value => value.trim() !== '', 'must not be blank')

/** Lower case only, so that a thing has one spelling. */
export const id = z.uuid().lowercase()

export const time = z.iso
  .datetime({ precision: 3 })
  // PostgreSQL has no year 0.
  .refine(at => !at.startsWith('0000'), 'is before the year 1')

export const idempotencyKey = z
  .uuid()
  .optional()
  .describe('The same key returns the first result for 24 hours; with another input it is a `conflict`')

/** A position in a list: a time, an id, and the part of a list that has several; opaque to clients. */
const cursor = z
  .string()
  .regex(/^\d{13}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(_[1-9])?$/, 'is not the cursor of a list')
  .describe('The `nextCursor` of the previous page')

export const page = { cursor: cursor.optional(), limit: z.int().min(1).max(100).default(20) }

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

export const nothing = z.object({})
