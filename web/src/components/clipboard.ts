import { toast } from '../state/toasts.ts'

/** Copies the link to a path of this site, and shows a toast with the result. */
export async function copyLink(path: string): Promise<void> {
  const copied = await copyText(`${location.origin}${path}`)
  if (copied) toast('Link copied.')
  else toast('Couldn’t copy the link.', 'error')
}

/** Returns whether the text was copied. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // The clipboard API needs a secure context and permission.
    return copyFromField(text)
  }
}

/** The older way: copies a selection. The field goes into the open dialog, since nothing outside it can be selected. */
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
