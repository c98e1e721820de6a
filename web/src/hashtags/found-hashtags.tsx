import { useQuery } from '@tanstack/react-query'
import { Hash } from 'lucide-react'
import { Link } from 'react-router'
import { client } from '../client.ts'
import { pluralize } from '../components/numbers.ts'

/** Hashtags that match the query. Renders nothing until there are some. */
export function FoundHashtags({ q, limit }: { q: string; limit: number }) {
  const found = useQuery({
    queryKey: ['hashtags', q, limit],
    queryFn: () => client.call('hashtags.search', { q, limit }),
  })
  if (!found.data || found.data.items.length === 0) return null
  return (
    <section aria-label="Hashtags" className="mb-6">
      <h2 className="text-sm font-semibold text-quiet">Hashtags</h2>
      <ul>
        {found.data.items.map(({ tag, counts }) => (
          <li key={tag}>
            <Link to={`/tags/${encodeURIComponent(tag)}`} className="flex min-w-0 items-center gap-3 py-1.5">
              <span className="grid size-10 shrink-0 place-items-center rounded-full border-2 border-line text-quiet">
                <Hash size={18} aria-hidden />
              </span>
              <span className="min-w-0 leading-tight">
                <span className="block truncate text-sm font-semibold" dir="auto">
                  #{tag}
                </span>
                <span className="block text-sm text-quiet">{pluralize(counts.posts, 'post')}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
