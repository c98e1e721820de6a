import { entitiesOf } from '#contract/text-entities'
import { invalid } from '#core/pipeline/errors'

/** The canonical spelling of a tag that a caller names in any spelling, with or without the sign; throws for what is no tag. */
export function canonicalTag(given: string): string {
  const text = `#${given.replace(/^[#﹟＃]/, '')}`
  const [entity] = entitiesOf(text)
  if (entity?.tag === undefined || entity.start > 0 || entity.end < text.length) throw invalid({ tag: 'is no hashtag' })
  return entity.tag
}
