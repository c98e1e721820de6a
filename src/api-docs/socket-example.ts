import type { SocketMessage } from './socket-built-ins.ts'

/** The code a client of the official library writes for it, with the example of the contract. */
export function socketExample(namespace: string, { action, name, example, reply, numbered }: SocketMessage): string {
  const socket = /^\w+$/.test(namespace) && namespace !== 'every' ? namespace : 'socket'
  if (action === 'receive') {
    const args = numbered === undefined ? 'payload' : `payload, { seq, at }${numbered === 'sometimes' ? ' = {}' : ''}`
    return `${socket}.on('${name}', (${args}) => …)\n\n// payload\n${formatted(example)}`
  }
  return `${socket}.emit('${name}', ${formatted(example)}, ack)\n\n// ack\n${formatted({ ok: true, data: reply?.example })}`
}

/** JSON as JavaScript source: keys without quotes, strings in single quotes, short values on one line. */
function formatted(value: unknown, indent = ''): string {
  if (typeof value === 'string') return `'${value.replace(/['\\]/g, '\\$&')}'`
  if (typeof value !== 'object' || value === null) return String(value)
  const isArray = Array.isArray(value)
  const [open, close] = isArray ? ['[', ']'] : ['{', '}']
  const deeper = `${indent}  `
  const parts = Object.entries(value).map(([key, part]) => (isArray ? '' : `${key}: `) + formatted(part, deeper))
  if (parts.length === 0) return open + close
  const pad = isArray ? '' : ' '
  const line = `${open}${pad}${parts.join(', ')}${pad}${close}`
  if (line.length + indent.length <= 64 && !line.includes('\n')) return line
  return `${open}\n${parts.map(part => `${deeper}${part},\n`).join('')}${indent}${close}`
}
