import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Entity } from '#contract'

/** Text with the entities that the server found in it: mentions, hashtags and URLs become links. */
export function RichText({ text, entities }: { text: string; entities: readonly Entity[] }): ReactNode {
  let shown = 0
  const parts: ReactNode[] = []
  for (const entity of entities) {
    parts.push(text.slice(shown, entity.start))
    parts.push(<EntityText key={entity.start} entity={entity} content={text.slice(entity.start, entity.end)} />)
    shown = entity.end
  }
  return [...parts, text.slice(shown)]
}

function EntityText({ entity, content }: { entity: Entity; content: string }) {
  const style = 'font-medium text-sun hover:underline'
  if (entity.kind === 'hashtag') {
    return (
      <Link to={`/tags/${encodeURIComponent(entity.tag ?? '')}`} className={style}>
        {content}
      </Link>
    )
  }
  if (entity.kind === 'mention') {
    return (
      <Link to={`/${entity.username}`} className={style}>
        {content}
      </Link>
    )
  }
  return (
    <a href={entity.url} rel="noopener noreferrer nofollow ugc" target="_blank" className={`${style} break-all`}>
      {content}
    </a>
  )
}
