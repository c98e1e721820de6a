import { CloudOff } from 'lucide-react'
import { useRouteError } from 'react-router'
import { Empty } from '../components/empty.tsx'
import { LoadError } from '../components/load-state.tsx'

/** Shown when a page throws, or when its code could not be loaded: offline, or the server has a newer build. */
export function ErrorPage() {
  const error = useRouteError()
  if (isChunkLoadError(error)) return <LoadError title="Couldn’t load this page" onRetry={reload} />
  return (
    <Empty icon={CloudOff} heading="h1" title="Something went wrong">
      <button type="button" className="btn-quiet mt-2" onClick={() => location.reload()}>
        Try again
      </button>
    </Empty>
  )
}

/** Browsers word this error differently. */
const isChunkLoadError = (error: unknown) =>
  error instanceof Error && /dynamically imported module|module script failed/i.test(error.message)

/** Some browsers cache a failed import until the page reloads. Reload only if the server can be reached. */
const reload = () =>
  fetch('/', { cache: 'no-store' }).then(
    () => location.reload(),
    () => undefined,
  )
