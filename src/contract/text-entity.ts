import { z } from 'zod'

/** A part of a text that is a link. Clients show the rest as plain text and do not search it for links. */
export const entity = z.object({
  kind: z.enum(['mention', 'hashtag', 'link']),
  start: z.int().describe('The start in UTF-16 code units, as in `text.slice(start, end)` of JavaScript'),
  end: z.int().describe('The end, exclusive'),
  username: z.string().optional().describe('Of a mention: in lower case. There may be no user with that name'),
  tag: z.string().optional().describe('Of a hashtag: without the sign, in the canonical spelling of all its variants'),
  url: z.string().optional().describe('Of a link: an http or https address, as written'),
})
export type Entity = z.infer<typeof entity>

/** The entities of a text; `text` is the name of its field. */
export const entitiesIn = (text: string) =>
  z
    .array(entity)
    .describe(
      `Mentions, hashtags and links of the ${text}, in order, without overlaps: at most 20 mentions and 30 hashtags, and all links`,
    )
