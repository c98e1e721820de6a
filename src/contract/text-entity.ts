import { z } from 'zod'

/** A part of a text that leads somewhere. A client shows the rest as it is and looks for nothing in it. */
export const entity = z.object({
  kind: z.enum(['mention', 'hashtag', 'link']),
  start: z.int().describe('Where it begins, in UTF-16 code units: `text.slice(start, end)` in JavaScript'),
  end: z.int().describe('Where it ends; the character there is no longer part of it'),
  username: z.string().optional().describe('Of a mention: in small letters. Nobody may have that name'),
  tag: z
    .string()
    .optional()
    .describe('Of a hashtag: without the sign, in the one spelling that all spellings of it share'),
  url: z.string().optional().describe('Of a link: an http or https address, as it is written'),
})
export type Entity = z.infer<typeof entity>

/** The entities of a text that a field holds, described by the name of the text. */
export const entitiesIn = (text: string) =>
  z
    .array(entity)
    .describe(
      `Mentions, hashtags and links of the ${text}, in order, without overlaps: at most 20 mentions and 30 hashtags, and all links`,
    )
