import { isIP, isIPv6 } from 'node:net'

/** The address that people type, without a trailing slash: as configured, or this machine's. Never what a request says. */
export function publicUrlOf({ publicUrl, host }: { publicUrl: string | null; host: string }, port: number) {
  if (publicUrl !== null) return publicUrl
  const named = new URL(`http://${isIPv6(host) ? `[${host}]` : host}`)
  if (isIP(host) && here.includes(named.hostname)) named.hostname = 'localhost'
  named.port = String(port)
  return named.origin
}

/** Every address of a machine, and the one by which it reaches itself alone. `localhost` may not lead to ::1. */
const here = ['0.0.0.0', '127.0.0.1', '[::]', '[::ffff:0:0]', '[::ffff:7f00:1]']
