import { z } from 'zod'
import { operation } from '../operation.ts'
import { someText } from '../primitives.ts'
import { read, write } from './defaults.ts'
import { circle } from './shapes.ts'

const isLanguage = (tag: string) => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

const isTimeZone = (name: string) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

/** What a user has set for their account. Nobody else sees it. */
export const settings = z.object({
  whoMayComment: circle.describe("Who may comment on the user's posts. The user always may"),
  whoMayMention: circle.describe(
    'Who is able to mention the user: mentions by others link to nobody and notify nobody',
  ),
  whoMayTag: circle.describe('Who may tag the user in photos'),
  whoMayMessage: circle.describe('Who may begin a conversation with the user'),
  hiddenWords: z
    .array(someText(100))
    .max(200)
    .describe(
      "Comments on the user's posts with one of these words or phrases are seen by their writer and the user alone",
    ),
  showActivity: z.boolean().describe('Whether others see when the user was last online'),
  readReceipts: z.boolean().describe('Whether others see what the user has read'),
  language: z
    .string()
    .max(35)
    .regex(/^[A-Za-z0-9-]+$/, 'must be a language tag such as "en" or "pt-BR"')
    .refine(isLanguage, 'must be a language tag such as "en" or "pt-BR"'),
  timeZone: z
    .string()
    .max(64)
    .regex(/^[A-Za-z0-9_+/-]+$/, 'must be a time zone such as "Europe/Berlin"')
    .refine(isTimeZone, 'must be a time zone such as "Europe/Berlin"'),
})
export type Settings = z.infer<typeof settings>

export const exampleSettings: Settings = {
  whoMayComment: 'followers',
  whoMayMention: 'everyone',
  whoMayTag: 'following',
  whoMayMessage: 'everyone',
  hiddenWords: ['spoiler'],
  showActivity: true,
  readReceipts: true,
  language: 'en',
  timeZone: 'Europe/London',
}

export const settingsOperations = {
  'users.settings': operation({
    ...read,
    summary: "Returns the caller's settings.",
    http: 'GET /v1/me/settings',
    input: z.object({}),
    output: settings,
    errors: [],
    example: { input: {}, output: exampleSettings },
  }),
  'users.setSettings': operation({
    ...write,
    summary:
      "Changes the given settings of the caller, and returns all. New hidden words are applied to the comments that the caller's posts already have within seconds.",
    http: 'PATCH /v1/me/settings',
    input: settings.partial(),
    output: settings,
    errors: [],
    example: {
      input: { whoMayComment: 'followers', hiddenWords: ['spoiler'] },
      output: exampleSettings,
    },
  }),
}
