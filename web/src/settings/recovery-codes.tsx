import { Copy } from 'lucide-react'
import { copyText } from '../components/clipboard.ts'
import { toast } from '../state/toasts.ts'

/** Shows the recovery codes, once. */
export function RecoveryCodes({ codes, onSaved }: { codes: string[]; onSaved: () => void }) {
  async function copy() {
    if (await copyText(codes.join('\n'))) toast('Codes copied.')
    else toast('Couldn’t copy the codes. Please write them down.', 'error')
  }
  return (
    <>
      <p role="status" className="mb-5 text-quiet">
        The authenticator is on. Save these codes somewhere you can find them without your phone. Each works once.{' '}
        <b className="font-semibold text-ink">They won’t be shown again.</b>
      </p>
      <ul
        aria-label="Recovery codes"
        className="card grid grid-cols-2 gap-x-4 gap-y-2 rounded-2xl border p-5 font-mono text-sm select-text"
      >
        {codes.map(code => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="mt-5 flex gap-3">
        <button type="button" className="btn-quiet h-12 flex-1" onClick={copy}>
          <Copy size={18} aria-hidden />
          Copy
        </button>
        <button type="button" className="btn-sun h-12 flex-1" onClick={onSaved}>
          I saved them
        </button>
      </div>
    </>
  )
}
