import { Bookmark, X } from 'lucide-react'
import { type CSSProperties, useEffect, useId, useRef, useState } from 'react'
import type { Post } from '#contract'
import { setSaved } from '../state/posts.ts'
import { CollectionChoices, usePut } from './collection-choices.tsx'
import { CollectionForm } from './collection-form.tsx'

/** Saves a post at once, and offers to put it into collections. A saved post is removed from within the menu. */
export function SaveMenu({ post: { id: postId, viewer } }: { post: Post }) {
  const { saved } = viewer
  const [open, setOpen] = useState(false)
  const [creating, setCreating] = useState(false)
  const [at, setAt] = useState<CSSProperties>({})
  const button = useRef<HTMLButtonElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  const put = usePut(postId)
  const id = useId()
  // Without popover support, the menu is closed by its button alone.
  function close() {
    menu.current?.hidePopover?.()
    setOpen(false)
  }
  function show() {
    if (!saved) void setSaved(postId, true)
    setAt(placeAt(button.current!.getBoundingClientRect()))
    menu.current?.showPopover?.()
    setOpen(true)
  }
  useEffect(() => {
    if (!open) return
    // The page would move on beneath it.
    const onScroll = () => menu.current?.hidePopover?.()
    addEventListener('scroll', onScroll)
    return () => removeEventListener('scroll', onScroll)
  }, [open])
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={saved ? 'Saved' : 'Save'}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-controls={id}
        className="ml-auto grid size-10 place-items-center rounded-full hover:text-quiet"
        onClick={open ? close : show}
      >
        <Bookmark size={25} strokeWidth={1.9} fill={saved ? 'currentColor' : 'none'} aria-hidden />
      </button>
      {/* Right after its button: the Tab key leads into it. */}
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="dialog"
        aria-label="Saved"
        style={at}
        onToggle={event => setOpen(event.newState === 'open')}
        className={`fixed inset-auto z-30 m-0 w-64 overflow-y-auto rounded-2xl border border-line bg-card p-2 text-sm text-ink shadow-xl ${open ? 'block' : 'hidden'}`}
      >
        {open && (
          <>
            <button
              type="button"
              className="mb-1 flex w-full items-center gap-3 rounded-xl border-b border-line px-2 py-2.5 text-left hover:bg-wash"
              onClick={() => {
                close()
                void setSaved(postId, false)
              }}
            >
              <X size={18} className="shrink-0 text-quiet" aria-hidden />
              Remove from saved
            </button>
            <p className="px-2 pt-1 pb-0.5 text-xs font-semibold text-quiet">Save into</p>
            <CollectionChoices
              postId={postId}
              onCreate={() => {
                close()
                setCreating(true)
              }}
            />
          </>
        )}
      </div>
      {creating && (
        <CollectionForm
          onDone={collectionId => put.mutateAsync({ id: collectionId, holds: false })}
          onClose={() => setCreating(false)}
        />
      )}
    </>
  )
}

const GAP = 6

/** Above the button where there is more room, otherwise below it. */
function placeAt({ top, bottom, right }: DOMRect): CSSProperties {
  const side = { right: Math.max(8, document.documentElement.clientWidth - right) }
  return top > innerHeight / 2
    ? { ...side, bottom: innerHeight - top + GAP, maxHeight: Math.min(360, top - 2 * GAP) }
    : { ...side, top: bottom + GAP, maxHeight: Math.min(360, innerHeight - bottom - 2 * GAP) }
}
