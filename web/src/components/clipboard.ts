import { toast } from '../state/toasts.ts'

/** Copies the address of a page of ours, and says whether it worked. */
export async function copyLink(path: string): Promise<void> {
  const copied = await copyText(`${location.origin}${path}`)
  if (copied) toast('Link copied.')
  else toast('The link could not be copied.', 'error')
}

/** Returns whether it worked. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // The clipboard is missing on pages without a secure context, and browsers may refuse it.
    return copyFromField(text)
  }
}

/** The older way, which copies what is selected. A field outside an open dialog could not be selected. */
function copyFromField(text: string): boolean {
  const before = document.activeElement
  const field = Object.assign(document.createElement('textarea'), { value: text, readOnly: true })
  field.style.cssText = 'position: fixed; top: 0; opacity: 0'
  const dialogs = document.querySelectorAll('dialog[open]')
  const place = dialogs[dialogs.length - 1] ?? document.body
  place.append(field)
  field.select()
  try {
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    field.remove()
    if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  }
}
