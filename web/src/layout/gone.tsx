import { Telescope } from 'lucide-react'
import { Link, useLocation, useNavigate } from 'react-router'
import { Empty } from '../components/empty.tsx'

/** In the place of what was there a moment ago, with a way back. */
export function Gone({ title, children }: { title: string; children: string }) {
  const navigate = useNavigate()
  // The first page of a tab has none before it.
  const isFirst = useLocation().key === 'default'
  return (
    <div role="alert">
      <Empty icon={Telescope} heading="h1" title={title}>
        <p>{children}</p>
        {isFirst ? (
          <Link to="/" className="btn-quiet mt-4">
            Back home
          </Link>
        ) : (
          <button type="button" className="btn-quiet mt-4" onClick={() => navigate(-1)}>
            Go back
          </button>
        )}
      </Empty>
    </div>
  )
}
