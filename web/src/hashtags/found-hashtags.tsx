import { useQuery } from '@tanstack/react-query'
import { client } from '../client.ts'
import { HashtagRow } from './hashtag-row.tsx'

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
        {found.data.items.map(hashtag => (
          <li key={hashtag.tag}>
            <HashtagRow hashtag={hashtag} />
          </li>
        ))}
      </ul>
    </section>
  )
}
