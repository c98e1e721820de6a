import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { onTestFinished } from 'vitest'
import type { TestApp } from '#support/app/use-app'
import type { Ack } from './sockets.ts'

export type RawSocket = Awaited<ReturnType<typeof openRawSocket>>

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9 }

type Frame = { opcode?: keyof typeof opcodes | number; final?: boolean; masked?: boolean; reserved?: number }

/** `upgrade` is the path of a polling session that it is to take over. */
type Opening = { upgrade?: string; headers?: Record<string, string> }

const fresh = '/socket.io/?EIO=4&transport=polling'

/** A WebSocket to Socket.IO spoken by hand, to send what no client library sends. It is closed when the test ends. */
export async function openRawSocket(app: Pick<TestApp, 'port'>, { upgrade, headers = {} }: Opening = {}) {
  const tcp = connect(app.port, '127.0.0.1')
  const closed = new Promise<void>(resolve => tcp.once('close', () => resolve()))
  const heard: string[] = []
  const waiting = new Set<() => void>()
  let bytes: Buffer = Buffer.alloc(0)
  let upgraded = false
  const isUpgraded = Promise.withResolvers<void>()
  tcp.on('error', () => {})
  tcp.on('close', () => wake())
  tcp.on('data', chunk => {
    bytes = Buffer.concat([bytes, chunk])
    if (!upgraded) takeHead()
    if (upgraded) takeFrames()
    wake()
  })
  onTestFinished(() => void tcp.destroy())

  const wake = () => {
    for (const look of [...waiting]) look()
  }
  const takeHead = () => {
    const end = bytes.indexOf('\r\n\r\n')
    if (end < 0) return
    upgraded = bytes.toString('latin1', 0, 12) === 'HTTP/1.1 101'
    bytes = bytes.subarray(end + 4)
    if (upgraded) isUpgraded.resolve()
  }
  const takeFrames = () => {
    for (let frame = readFrame(bytes); frame; frame = readFrame(bytes)) {
      bytes = bytes.subarray(frame.length)
      if (frame.opcode === opcodes.text) heard.push(frame.payload.toString())
      // The server waits for a response to its close before it ends the connection.
      if (frame.opcode === opcodes.close) tcp.destroy()
    }
  }

  /** The next message that begins like this; rejects when the connection closes or nothing comes. */
  const next = (beginning: string) =>
    new Promise<string>((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer)
        waiting.delete(look)
        act()
      }
      const look = () => {
        const at = heard.findIndex(message => message.startsWith(beginning))
        if (at >= 0) settle(() => resolve(heard.splice(at, 1)[0] as string))
        else if (tcp.destroyed)
          settle(() => reject(new Error(`The connection closed before ${beginning} came, after ${heard.at(-1)}`)))
      }
      const timer = setTimeout(() => settle(() => reject(new Error(`${beginning} did not come`))), 30_000)
      waiting.add(look)
      look()
    })

  const write = (payload: string | Uint8Array, frame: Frame = {}) => void tcp.write(frameOf(payload, frame))

  tcp.write(
    `GET ${(upgrade ?? fresh).replace('=polling', '=websocket')} HTTP/1.1\r\nHost: 127.0.0.1:${app.port}\r\nUpgrade: websocket\r\n` +
      `${Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}` +
      `Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
  )
  if (upgrade) await isUpgraded.promise
  else await next('0{')

  return {
    write,
    next,
    closed,
    /** Messages that arrived and were not waited for. */
    heard: () => [...heard] as readonly string[],
    /** Breaks without a word. */
    destroy: () => void tcp.destroy(),
    /** Reads nothing until `resume`, as a client that hangs. */
    pause: () => void tcp.pause(),
    resume: () => void tcp.resume(),
    /** Several frames in one piece, as a fast client's arrive. */
    writeTogether: (...payloads: (string | Uint8Array)[]) =>
      void tcp.write(Buffer.concat(payloads.map(payload => frameOf(payload, {})))),
    /** The same frame over and over, in one piece. */
    writeOften: (payload: string | Uint8Array, count: number) =>
      void tcp.write(Buffer.concat(Array<Buffer>(count).fill(frameOf(payload, {})))),
    writeBytes: (raw: Uint8Array) => void tcp.write(raw),
    async join(namespace: string, token: string) {
      write(`40/${namespace},${JSON.stringify({ token })}`)
      await next(`40/${namespace},`)
    },
    /** Sends an event with arguments as JSON text, and returns the first argument of its acknowledgement. */
    async emit(namespace: string, packetId: number, json: string) {
      write(`42/${namespace},${packetId}${json}`)
      return ackOf(await next(`43/${namespace},${packetId}[`))
    },
  }
}

/** What an acknowledgement packet carries. */
export const ackOf = (packet: string): Ack | undefined => (JSON.parse(packet.slice(packet.indexOf('['))) as Ack[])[0]

export function frameOf(
  payload: string | Uint8Array,
  { opcode = typeof payload === 'string' ? 'text' : 'binary', final = true, masked = true, reserved = 0 }: Frame,
) {
  const body = Buffer.from(payload as string)
  const code = typeof opcode === 'number' ? opcode : opcodes[opcode]
  const first = (final ? 0x80 : 0) | reserved | code
  const bit = masked ? 0x80 : 0
  const head = Buffer.alloc(body.length < 126 ? 2 : body.length < 65_536 ? 4 : 10)
  head[0] = first
  head[1] = bit | (head.length === 2 ? body.length : head.length === 4 ? 126 : 127)
  if (head.length === 4) head.writeUInt16BE(body.length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(body.length), 2)
  if (!masked) return Buffer.concat([head, body])
  const mask = randomBytes(4)
  for (let i = 0; i < body.length; i++) body[i] = (body[i] as number) ^ (mask[i % 4] as number)
  return Buffer.concat([head, mask, body])
}

/** A frame of the server, which masks nothing; null until it is whole. */
export function readFrame(bytes: Buffer) {
  if (bytes.length < 2) return null
  const short = (bytes[1] as number) & 0x7f
  const start = short === 126 ? 4 : short === 127 ? 10 : 2
  if (bytes.length < start) return null
  const size = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
  if (bytes.length < start + size) return null
  return { opcode: (bytes[0] as number) & 0x0f, payload: bytes.subarray(start, start + size), length: start + size }
}
