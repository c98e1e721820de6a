import 'react-easy-crop/react-easy-crop.css'
import { ZoomIn, ZoomOut } from 'lucide-react'
import { useState } from 'react'
import Cropper, { type Area } from 'react-easy-crop'
import type { Crop } from '#contract'

type CropProps = { url: string; onCrop: (crop: Crop) => void; onUnreadable: () => void }

/** Pans and zooms a photo in a round crop area, by touch, mouse, wheel or keys. */
export function CropPhoto({ url, onCrop, onUnreadable }: CropProps) {
  const [at, setAt] = useState({ x: 0, y: 0 })
  const [zoom, setZoom] = useState(1)
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="relative aspect-square overflow-hidden rounded-2xl bg-black">
        <Cropper
          image={url}
          crop={at}
          zoom={zoom}
          maxZoom={MAX_ZOOM}
          aspect={1}
          cropShape="round"
          showGrid={false}
          objectFit="cover"
          disableAutomaticStylesInjection
          onCropChange={setAt}
          onZoomChange={setZoom}
          onCropComplete={(_, area) => onCrop(whole(area))}
          mediaProps={{ onError: onUnreadable, alt: 'The photo you chose' }}
          cropperProps={{ 'aria-label': 'Crop area: move it with the arrow keys' }}
        />
      </div>
      <label className="flex items-center gap-3 text-quiet">
        <ZoomOut size={20} aria-hidden />
        <span className="sr-only">Zoom</span>
        <input
          type="range"
          min={1}
          max={MAX_ZOOM}
          step={0.02}
          value={zoom}
          onChange={event => setZoom(Number(event.target.value))}
          className="h-8 min-w-0 flex-1 accent-sun"
        />
        <ZoomIn size={20} aria-hidden />
      </label>
    </div>
  )
}

const MAX_ZOOM = 4

/** Rounds to whole pixels and a square. */
function whole({ x, y, width, height }: Area): Crop {
  const side = Math.max(1, Math.floor(Math.min(width, height)))
  return { x: Math.max(0, Math.floor(x)), y: Math.max(0, Math.floor(y)), width: side, height: side }
}
