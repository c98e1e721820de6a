/** The address that people type, without a trailing slash: as configured, or this machine's. Never what a request says. */
export function publicUrlOf({ publicUrl, host }: { publicUrl: string | null; host: string }, port: number) {
  if (publicUrl !== null) return publicUrl
  return `http://${host === '0.0.0.0' || host === '127.0.0.1' ? 'localhost' : host}:${port}`
}
