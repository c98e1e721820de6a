import { UserRoundPlus } from 'lucide-react'
import { useState } from 'react'
import { pluralize } from '../components/numbers.ts'
import type { Tag } from './tag.ts'
import { TagDialog } from './tag-dialog.tsx'

type ButtonProps = { label: string; photo: string; tags: readonly Tag[]; onChange: (tags: Tag[]) => void }

/** Opens the tags of a photo, and says how many there are. */
export function TagButton({ label, photo, tags, onChange }: ButtonProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        aria-label={`${label}, ${pluralize(tags.length, 'tag')}`}
        aria-haspopup="dialog"
        className="btn-quiet mt-1"
        onClick={() => setOpen(true)}
      >
        <UserRoundPlus size={16} aria-hidden />
        {tags.length === 0 ? 'Tag people' : pluralize(tags.length, 'person', 'people')}
      </button>
      {open && <TagDialog photo={photo} tags={tags} onChange={onChange} onClose={() => setOpen(false)} />}
    </>
  )
}
