import { Download, PackageCheck, PackageOpen } from 'lucide-react'
import { useState } from 'react'
import { Empty } from '../components/empty.tsx'
import { formatDate } from '../components/format-date.ts'
import { LoadError } from '../components/load-state.tsx'
import { Spinner } from '../components/spinner.tsx'
import { toastError } from '../state/toasts.ts'
import { downloadExport } from './download-export.ts'
import { useExport } from './use-export.ts'

/** All of one's own data as a file. */
export function Export() {
  const { dataExport, request, busy, failed } = useExport()
  const [fetching, setFetching] = useState(false)
  async function download() {
    if (!dataExport?.url) return
    setFetching(true)
    await downloadExport(dataExport.url).catch(toastError)
    setFetching(false)
  }
  if (failed) return <LoadError title="It is not known how far your file is" onRetry={request} />
  if (dataExport?.status === 'processing') {
    return (
      <div role="status" className="grid justify-items-center gap-3 py-16 text-center">
        <Spinner size={36} />
        <h2 className="text-lg font-semibold">Your file is being made</h2>
        <p className="max-w-xs text-quiet">You may leave this page; it goes on, and you find it here.</p>
      </div>
    )
  }
  if (dataExport?.status === 'ready') {
    return (
      <Empty icon={PackageCheck} title="Your file is ready">
        {dataExport.expiresAt && <p>You can download it until {formatDate(dataExport.expiresAt)}.</p>}
        <button type="button" disabled={fetching} className="btn-sun mt-5 h-12 px-6" onClick={download}>
          <Download size={20} aria-hidden />
          {fetching ? 'Downloading…' : 'Download'}
        </button>
      </Empty>
    )
  }
  return (
    <Empty icon={PackageOpen} title="Take your data with you">
      <p>
        {dataExport?.status === 'failed'
          ? 'The file could not be made. Please ask for it again.'
          : 'A ZIP with your profile, posts, comments, messages and photos. Making it takes a moment.'}
      </p>
      <button type="button" disabled={busy} className="btn-sun mt-5 h-12 px-6" onClick={request}>
        Ask for a file
      </button>
    </Empty>
  )
}
