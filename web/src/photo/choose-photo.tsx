import { Camera, ImagePlus } from 'lucide-react'
import type { ReactNode } from 'react'
import { ACCEPT } from './is-photo.ts'

/** Takes one photo: from a file, or with a phone's camera. */
export const ChoosePhoto = ({ onFile }: { onFile: (file: File | null) => void }) => (
  <div className="grid grid-cols-1 gap-3">
    <FileButton label="Choose a photo" onFile={onFile} className="btn-sun">
      <ImagePlus size={20} aria-hidden />
    </FileButton>
    <FileButton label="Take a photo" onFile={onFile} className="btn-quiet pointer-fine:hidden" camera>
      <Camera size={20} aria-hidden />
    </FileButton>
  </div>
)

type ButtonProps = {
  label: string
  onFile: (file: File | null) => void
  className: string
  camera?: boolean
  children: ReactNode
}

const FileButton = ({ label, onFile, className, camera = false, children }: ButtonProps) => (
  <label
    className={`${className} h-12 cursor-pointer text-base has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-sun`}
  >
    {children}
    {label}
    <input
      type="file"
      accept={ACCEPT}
      {...(camera && { capture: 'user' as const })}
      className="sr-only"
      onChange={event => {
        onFile(event.target.files?.[0] ?? null)
        event.target.value = ''
      }}
    />
  </label>
)
