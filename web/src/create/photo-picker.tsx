import { ImagePlus } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { ACCEPT } from '../photo/is-photo.ts'

/** Takes photos from a file dialog, by drag and drop, or pasted anywhere on the page. */
export function PhotoPicker({ onFiles, compact }: { onFiles: (files: File[]) => void; compact: boolean }) {
  const [over, setOver] = useState(false)
  const take = useEffectEvent((files: FileList | null | undefined) => {
    if (files?.length) onFiles([...files])
  })
  useEffect(() => {
    const paste = (event: ClipboardEvent) => take(event.clipboardData?.files)
    addEventListener('paste', paste)
    return () => removeEventListener('paste', paste)
  }, [])
  return (
    <label
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={event => {
        event.preventDefault()
        setOver(false)
        onFiles([...event.dataTransfer.files])
      }}
      className={`grid cursor-pointer place-items-center gap-2 rounded-2xl border-2 border-dashed text-center transition-colors focus-within:border-sun hover:bg-wash ${over ? 'border-sun bg-wash' : 'border-line'} ${compact ? 'p-5' : 'px-6 py-16'}`}
    >
      <input
        type="file"
        accept={ACCEPT}
        multiple
        className="sr-only"
        aria-label="Choose photos"
        onChange={event => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <ImagePlus size={compact ? 24 : 44} strokeWidth={1.4} className="text-sun" aria-hidden />
      {compact ? (
        <span className="text-sm font-semibold">Add more photos</span>
      ) : (
        <>
          <span className="text-lg font-semibold">Choose photos or drop them here</span>
          <span className="text-sm text-quiet">Up to ten, 25 MB each: JPEG, PNG, WebP, GIF or AVIF</span>
        </>
      )}
    </label>
  )
}
