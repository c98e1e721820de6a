import type { Crop } from '#contract'

const SIDE = 320

/** Crops a photo to a small data URL, shown until the server has the real one. Null where that fails. */
export async function cropPreview(url: string, { x, y, width, height }: Crop): Promise<string | null> {
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: SIDE, height: SIDE })
    canvas.getContext('2d')?.drawImage(image, x, y, width, height, 0, 0, SIDE, SIDE)
    return canvas.toDataURL('image/jpeg', 0.85)
  } catch {
    return null
  }
}
