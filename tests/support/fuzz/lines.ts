import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { frameOf, opcodes, readFrame } from '#support/transports/raw-socket'

export type Target = { port: number }

/** A node that returns nothing within this many milliseconds is waiting for the rest of a truncated input. */
const quiet = 150
/** A connection still open this many milliseconds after its client ended it is stuck. */
const stuck = 5000

/** What the node sent over a connection, as Latin-1 text, and whether it left its client waiting. */
export type Exchange = { sent: string; text: string; isStuck: boolean }

/**
 * Sends bytes over a line of its own, and ends it when the node has said something. A request that is `complete` must be
 * answered; another one may be waited on for the rest of it, so that the line is ended for it.
 */
export function exchange({ port }: Target, bytes: Uint8Array, isComplete: boolean): Promise<Exchange> {
  return new Promise(resolve => {
    const line = connect(port, '127.0.0.1')
    let text = ''
    let isStuck = false
    const giveUp = () => {
      isStuck = true
      line.destroy()
    }
    const end = () => {
      line.end()
      timer = setTimeout(giveUp, stuck)
    }
    let timer = isComplete ? setTimeout(giveUp, stuck) : setTimeout(end, quiet)
    line.setEncoding('latin1')
    line.on('data', (chunk: string) => {
      text += chunk
      clearTimeout(timer)
      // What has begun to come comes whole.
      timer = setTimeout(end, isWhole(text) ? 0 : quiet)
    })
    line.on('error', () => {})
    line.once('close', () => {
      clearTimeout(timer)
      resolve({ sent: Buffer.from(bytes).toString('latin1'), text, isStuck })
    })
    line.write(bytes)
  })
}

/** Whether the text holds a whole response: its headers, and as many bytes as they say. */
function isWhole(text: string) {
  const end = text.indexOf('\r\n\r\n')
  const length = /content-length: (\d+)/i.exec(text.slice(0, end))?.[1]
  return end >= 0 && (length === undefined ? text.endsWith('\r\n0\r\n\r\n') : text.length >= end + 4 + Number(length))
}

const upgrade = (port: number) =>
  `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\n` +
  `Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`

/** One step over a WebSocket: frames that are sent together, and the text that says that the node has taken them. */
export type Step = { frames: readonly Uint8Array[]; until: string }

/**
 * Opens a WebSocket, takes one step after the other, and closes it. A step ends when its text has come, the node has
 * closed the line, or the node is quiet: what was mutated may have swallowed what follows it.
 */
export function exchangeFrames({ port }: Target, steps: readonly Step[]): Promise<Exchange> {
  return new Promise(resolve => {
    const line = connect(port, '127.0.0.1')
    const left = [...steps]
    let bytes: Buffer = Buffer.alloc(0)
    let text = ''
    let timer: NodeJS.Timeout
    const step = () => {
      clearTimeout(timer)
      timer = setTimeout(() => line.destroy(), quiet * 4)
      line.write(Buffer.concat(left[0]?.frames ?? []))
    }
    const take = (payload: string) => {
      text += `${payload}\n`
      if (!left[0] || !payload.includes(left[0].until)) return
      left.shift()
      if (left.length > 0) step()
      else line.destroy()
    }
    let isOpen = false
    line.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      const end = isOpen ? 0 : bytes.indexOf('\r\n\r\n') + 4
      if (!isOpen && end < 4) return
      if (!isOpen) take(bytes.toString('latin1', 0, end))
      isOpen = true
      bytes = bytes.subarray(end)
      for (let found = readFrame(bytes); found; found = readFrame(bytes)) {
        bytes = bytes.subarray(found.length)
        take(found.payload.toString())
        // The node waits for its close to be returned.
        if (found.opcode === opcodes.close) line.destroy()
      }
    })
    line.on('error', () => {})
    line.once('close', () => {
      clearTimeout(timer)
      const sent = Buffer.concat(steps.flatMap(({ frames }) => frames))
      resolve({ sent: sent.toString('latin1'), text, isStuck: false })
    })
    line.write(upgrade(port))
    left.unshift({ frames: [], until: 'HTTP/1.1 101' })
    timer = setTimeout(() => line.destroy(), stuck)
  })
}

/** A frame as a client sends it. */
export const frame = (packet: string | Uint8Array) => frameOf(packet, {})
