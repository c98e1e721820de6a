import sharp, { type Sharp } from 'sharp'

export * from './damaged-photos.ts'
export * from './long-photos.ts'

/** A colour as red, green, blue from 0 to 255. */
export type Colour = [red: number, green: number, blue: number]
export type Quadrants = { topLeft: Colour; topRight: Colour; bottomLeft: Colour; bottomRight: Colour }

/** What every `photo()` shows when it is upright. Muted, so that a lost colour profile shows as a shift. */
export const QUADRANTS: Quadrants = {
  topLeft: [200, 60, 40],
  topRight: [60, 160, 80],
  bottomLeft: [50, 80, 170],
  bottomRight: [220, 190, 60],
}

/** What `gps: true` hides in a photo's metadata: no rendered byte may hold any of it. */
export const SECRETS = ['Ann Owner', 'SN-4711-0815', 'Box Brownie', 'Home, sweet home', 'a secret comment']

type PhotoOptions = {
  /** Sides of the upright picture. */
  width?: number
  height?: number
  format?: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif'
  /** EXIF orientation; from 1 to 8, the pixels are stored turned so that it makes them upright. */
  orientation?: number
  /** Adds EXIF with GPS, owner and serial number, an ICC profile, XMP and, to a JPEG, a comment. */
  gps?: boolean
  colours?: 'srgb' | 'p3' | 'cmyk' | '16-bit' | '16-bit p3' | 'grey+alpha'
  /** Makes the top left quadrant transparent (PNG, WebP). */
  transparent?: boolean
}

/** A real photo: four coloured quadrants, so that what is up and what is cut off can be read back. */
export async function photo(options: PhotoOptions = {}): Promise<Buffer> {
  const { width = 400, height = 300, format = 'jpeg', orientation = 1 } = options
  const legal = orientation in STORED_AT
  const turned = legal && orientation >= 5
  const image = storedPicture(turned ? height : width, turned ? width : height, orientation, options.transparent)
  inColours(image, options.colours ?? 'srgb')
  if (options.gps) image.withExifMerge(PRIVATE_EXIF).withXmp(PRIVATE_XMP)
  if (orientation !== 1 || options.gps) image.withMetadata({ orientation: legal ? orientation : 8 })
  if (options.colours?.endsWith('p3')) image.withIccProfile('p3')
  const bytes = await image.toFormat(format, format === 'png' ? {} : { quality: 90 }).toBuffer()
  if (!legal) patchOrientation(bytes, orientation)
  return options.gps && format === 'jpeg' ? withSegment(bytes, 0xfe, Buffer.from('a secret comment')) : bytes
}

// The sides of the upright picture at which the first row and the first column are stored, from the EXIF standard.
const STORED_AT: Record<number, [row: string, column: string]> = {
  1: ['top', 'left'],
  2: ['top', 'right'],
  3: ['bottom', 'right'],
  4: ['bottom', 'left'],
  5: ['left', 'top'],
  6: ['right', 'top'],
  7: ['right', 'bottom'],
  8: ['left', 'bottom'],
}
const OPPOSITE: Record<string, string> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' }

function storedPicture(width: number, height: number, orientation: number, transparent = false): Sharp {
  const [row, column] = STORED_AT[orientation] ?? ['top', 'left']
  const channels = transparent ? 4 : 3
  const data = Buffer.alloc(width * height * channels, 255)
  /** One row of pixels, of which `atRow` says on which side of the upright picture it lies. */
  const rowAt = (atRow = '') => {
    const pixels = Buffer.alloc(width * channels, 255)
    for (let x = 0; x < width; x++) {
      const sides = [atRow, x < width / 2 ? column : OPPOSITE[column]]
      const [top, left] = [sides.includes('top'), sides.includes('left')]
      pixels.set(QUADRANTS[`${top ? 'top' : 'bottom'}${left ? 'Left' : 'Right'}`], x * channels)
      if (transparent && top && left) pixels[x * channels + 3] = 0
    }
    return pixels
  }
  const [first, last] = [rowAt(row), rowAt(OPPOSITE[row])]
  for (let y = 0; y < height; y++) data.set(y < height / 2 ? first : last, y * width * channels)
  return sharp(data, { raw: { width, height, channels } })
}

function inColours(image: Sharp, colours: NonNullable<PhotoOptions['colours']>): void {
  if (colours === 'cmyk') image.toColourspace('cmyk').withIccProfile('cmyk')
  if (colours.startsWith('16-bit')) image.toColourspace('rgb16')
  if (colours === 'grey+alpha') image.greyscale().ensureAlpha(1).toColourspace('b-w')
}

/** A JPEG in CMYK with its profile. */
export const cmykJpeg = () => photo({ colours: 'cmyk' })

const PRIVATE_EXIF = {
  IFD0: { Artist: 'Ann Owner', Make: 'Box Brownie', ImageDescription: 'Home, sweet home' },
  IFD2: { BodySerialNumber: 'SN-4711-0815', CameraOwnerName: 'Ann Owner' },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '48/1 12/1 30/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '16/1 22/1 21/1',
  },
}
const PRIVATE_XMP =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
  '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="Ann Owner"/></rdf:RDF></x:xmpmeta>'

function patchOrientation(bytes: Buffer, orientation: number): void {
  const little = bytes.indexOf(Buffer.from([0x12, 0x01, 3, 0, 1, 0, 0, 0]))
  if (little > 0) bytes.writeUInt16LE(orientation, little + 8)
  else bytes.writeUInt16BE(orientation, bytes.indexOf(Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1])) + 8)
}

/** The JPEG with one more segment (APP1 is 0xe1, COM is 0xfe) right behind its first two bytes. */
export function withSegment(jpeg: Buffer, marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255])
  return Buffer.concat([jpeg.subarray(0, 2), head, content, jpeg.subarray(2)])
}

/** The colours in the middle of each quadrant of a rendered picture. */
export async function quadrantColours(bytes: Buffer): Promise<Quadrants> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number): Colour => {
    const offset = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels
    return [data[offset]!, data[offset + 1]!, data[offset + 2]!]
  }
  return {
    topLeft: at(0.25, 0.25),
    topRight: at(0.75, 0.25),
    bottomLeft: at(0.25, 0.75),
    bottomRight: at(0.75, 0.75),
  }
}

/** The largest difference in any channel of any quadrant. */
export function colourDistance(a: Quadrants, b: Quadrants): number {
  const corners = Object.keys(a) as (keyof Quadrants)[]
  return Math.max(...corners.flatMap(corner => a[corner].map((value, i) => Math.abs(value - b[corner][i]!))))
}
