const EXTENSIONS = ['.jpg', '.jpeg', '.jpe', '.jfif', '.png', '.webp', '.gif', '.avif']

/** For file dialogs only: systems report file names and types differently, or not at all. */
export const ACCEPT = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif', ...EXTENSIONS].join(',')

// JPEG, PNG, GIF, WebP, and AVIF by one of its brands.
const SIGNATURE = /^(\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|RIFF....WEBP|....ftyp.*avi[fs])/s

/** Whether a file starts like a photo in a format that the server accepts. False if it cannot be read. */
export async function isPhoto(file: Blob): Promise<boolean> {
  try {
    const head = new Uint8Array(await file.slice(0, 64).arrayBuffer())
    return SIGNATURE.test(String.fromCharCode(...head))
  } catch {
    return false
  }
}
