import { Download, PackageCheck, PackageOpen } from 'lucide-react'
import { useState } from 'react'
import { Empty } from '../components/empty.tsx'
import { formatDate } from '../components/format-date.ts'
import { LoadError } from '../components/load-state.tsx'
import { Spinner } from '../components/spinner.tsx'
import { toastError } from '../state/toasts.ts'
import { downloadExport } from './download-export.ts'
import { useExport } from './use-export.ts'

/** The user's data as a ZIP file. */
export function Export() {
  const { dataExport, request, busy, failed } = useExport()
  const [fetching, setFetching] = useState(false)
  async function download() {
    if (!dataExport?.url) return
    setFetching(true)
    await downloadExport(dataExport.url).catch(toastError)
    setFetching(false)
  }
  if (failed) return <LoadError title="Couldn’t check on your file" onRetry={request} />
  if (dataExport?.status === 'processing') {
    return (
      <div role="status" className="grid justify-items-center gap-3 py-16 text-center">
        <Spinner size={36} />
        <h2 className="text-lg font-semibold">Preparing your file</h2>
        <p className="max-w-xs text-quiet">You can leave this page. Your file will be here when it’s ready.</p>
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
          ? 'We couldn’t prepare your file. Please try again.'
          : 'A ZIP with your profile, posts, comments, messages and photos. It takes a moment to prepare.'}
      </p>
      <button type="button" disabled={busy} className="btn-sun mt-5 h-12 px-6" onClick={request}>
        Request file
      </button>
    </Empty>
  )
}
