import { CloudOff } from 'lucide-react'
import { Empty } from '../parts/empty.tsx'

/** A page whose code could not be loaded, or that failed: the connection may be away, or the server newer than the page. */
export const Broken = () => (
  <Empty icon={CloudOff} heading="h1" title="This page could not be shown">
    <button type="button" className="btn-quiet mt-2" onClick={() => location.reload()}>
      Try again
    </button>
  </Empty>
)
