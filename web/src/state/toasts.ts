import { sentenceOf } from '../client.ts'
import { createStore } from './store.ts'

export type Toast = { id: number; text: string; tone: 'plain' | 'error' }

export const toasts = createStore<Toast[]>([])
let last = 0

export function toast(text: string, tone: Toast['tone'] = 'plain') {
  const id = ++last
  toasts.set(now => [...now.filter(each => each.text !== text), { id, text, tone }].slice(-3))
  setTimeout(() => dismiss(id), 5_000)
}

export const dismiss = (id: number) => toasts.set(now => now.filter(each => each.id !== id))

/** For promises whose failure the person should hear about and nothing else follows from. */
export const complain = (error: unknown) => toast(sentenceOf(error), 'error')
