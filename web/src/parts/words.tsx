import { Fragment, type ReactNode } from 'react'
import { Link } from 'react-router'

const MARKS = /([@#][\p{L}\p{N}_.]*[\p{L}\p{N}_])/u

/** Text as written, with people linked and hashtags set apart. */
export function Words({ text }: { text: string }): ReactNode {
  return text.split(MARKS).map((part, index) => {
    const key = `${index}`
    if (part.length > 1 && part.startsWith('@')) {
      return (
        <Link key={key} to={`/${part.slice(1).toLowerCase()}`} className="font-medium text-sun hover:underline">
          {part}
        </Link>
      )
    }
    if (part.length > 1 && part.startsWith('#')) {
      return (
        <span key={key} className="text-sun">
          {part}
        </span>
      )
    }
    return <Fragment key={key}>{part}</Fragment>
  })
}
