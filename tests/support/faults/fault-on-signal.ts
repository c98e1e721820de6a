import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'

// Loaded before a program, by `node --import`: SIGUSR2 makes the program fail in the way that FAULT names.

const faults: Record<string, () => void> = {
  exception() {
    throw new Error('On purpose')
  },
  rejection() {
    void Promise.reject(new Error('On purpose'))
  },
  emitter() {
    new EventEmitter().emit('error', new Error('On purpose'))
  },
  stream() {
    new PassThrough().destroy(new Error('On purpose'))
  },
  'no error'() {
    throw 'On purpose'
  },
  nothing() {
    void Promise.reject()
  },
  'many times'() {
    setInterval(() => faults.exception?.(), 1)
  },
}

process.on('SIGUSR2', () => void setImmediate(() => faults[process.env.FAULT ?? 'exception']?.()))
