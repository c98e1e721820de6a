import { CloudOff } from 'lucide-react'
import { useRouteError } from 'react-router'
import { Empty } from '../components/empty.tsx'
import { LoadError } from '../components/load-state.tsx'

/** A page whose code could not be loaded, or that failed: the connection may be away, or the server newer than the page. */
export function ErrorPage() {
  const error = useRouteError()
  if (isChunkLoadError(error)) return <LoadError title="This page could not be loaded" onRetry={reload} />
  return (
    <Empty icon={CloudOff} heading="h1" title="This page could not be shown">
      <button type="button" className="btn-quiet mt-2" onClick={() => location.reload()}>
        Try again
      </button>
    </Empty>
  )
}

/** Browsers say it in different words. */
const isChunkLoadError = (error: unknown) =>
  error instanceof Error && /dynamically imported module|module script failed/i.test(error.message)

/** Some browsers remember that code could not be loaded until the page is; without a server there would be no page at all. */
const reload = () =>
  fetch('/', { cache: 'no-store' }).then(
    () => location.reload(),
    () => undefined,
  )
