import { Telescope } from 'lucide-react'
import { Link } from 'react-router'
import { Empty } from '../components/empty.tsx'
import { useTitle } from '../state/title.ts'

export function NotFound() {
  useTitle('Not found')
  return (
    <Empty icon={Telescope} heading="h1" title="Page not found">
      <p>The link may be wrong, or the page may have been removed.</p>
      <Link to="/" className="btn-quiet mt-4">
        Back home
      </Link>
    </Empty>
  )
}
