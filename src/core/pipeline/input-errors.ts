import type { z } from 'zod'

/** What is wrong with an input, for people: by the path of each field, what to say after its name. */
export function inputErrors(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) fields[issue.path.join('.') || 'input'] ??= issue.message
  return fields
}

/** The words for what a schema has none of its own for, to be given to `safeParse`. */
export const inWords: z.core.$ZodErrorMap = issue => {
  if (issue.code === 'invalid_type')
    return issue.input === undefined ? 'is needed' : `must be ${kinds[issue.expected] ?? issue.expected}`
  if (issue.code === 'too_small') return least(issue.origin, Number(issue.minimum))
  if (issue.code === 'too_big') return most(issue.origin, Number(issue.maximum))
  if (issue.code === 'invalid_value') return `must be ${oneOf(issue.values.map(String))}`
  if (issue.code === 'invalid_format') return `must be ${formats[issue.format] ?? 'of another form'}`
  if (issue.code === 'unrecognized_keys') return `has no ${oneOf(issue.keys)}`
  return 'cannot be read'
}

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

const formats: Record<string, string> = {
  uuid: 'a UUID',
  lowercase: 'in lower case',
  email: 'an email address',
  url: 'an address',
  datetime: 'a time such as 2026-05-04T09:30:00.000Z',
}

const units: Record<string, [one: string, more: string]> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
}

function least(origin: string, minimum: number) {
  if (!(origin in units)) return `must be ${minimum} or more`
  return minimum === 1 ? 'must not be empty' : `must have at least ${counted(origin, minimum)}`
}

const most = (origin: string, maximum: number) =>
  origin in units ? `must have at most ${counted(origin, maximum)}` : `must be ${maximum} or less`

const counted = (origin: string, count: number) => `${count} ${units[origin]?.[count === 1 ? 0 : 1]}`

const oneOf = (choices: readonly string[]) => new Intl.ListFormat('en', { type: 'disjunction' }).format(choices)
