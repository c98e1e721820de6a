import { Telescope } from 'lucide-react'
import { Link } from 'react-router'
import { Empty } from '../parts/empty.tsx'

export const NotFound = () => (
  <Empty icon={Telescope} title="There is nothing here">
    <p>The page may have been removed, or the address may be wrong.</p>
    <Link to="/" className="btn-quiet mt-4">
      Back home
    </Link>
  </Empty>
)
