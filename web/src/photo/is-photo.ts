const EXTENSIONS = ['.jpg', '.jpeg', '.jpe', '.jfif', '.png', '.webp', '.gif', '.avif']

/** What a file dialog offers. Whether a file is a photo is not told by its name or type: systems give them otherwise, or none. */
export const ACCEPT = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif', ...EXTENSIONS].join(',')

// JPEG, PNG, GIF, WebP, and AVIF by one of its brands.
const SIGNATURE = /^(\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|RIFF....WEBP|....ftyp.*avi[fs])/s

/** Whether a file begins as a photo does that the server takes; false too where it cannot be read. */
export async function isPhoto(file: Blob): Promise<boolean> {
  try {
    const head = new Uint8Array(await file.slice(0, 64).arrayBuffer())
    return SIGNATURE.test(String.fromCharCode(...head))
  } catch {
    return false
  }
}
