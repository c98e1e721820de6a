import { Telescope } from 'lucide-react'
import { Link, useLocation, useNavigate } from 'react-router'
import { Empty } from '../components/empty.tsx'

/** Replaces content that disappeared while it was shown, with a way back. */
export function Gone({ title, children }: { title: string; children: string }) {
  const navigate = useNavigate()
  // The first page of a tab has no page to go back to.
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
