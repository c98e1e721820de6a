import { errorMessage } from '../client.ts'
import { createStore } from './store.ts'

export type Undo = () => unknown
export type Toast = { id: number; text: string; tone: 'plain' | 'error'; undo?: Undo }

export const toasts = createStore<Toast[]>([])
let last = 0

export function toast(text: string, tone: Toast['tone'] = 'plain', undo?: Undo) {
  const id = ++last
  const made = { id, text, tone, ...(undo && { undo }) }
  toasts.set(now => [...now.filter(each => each.text !== text), made].slice(-3))
  setTimeout(() => dismiss(id), undo ? 8_000 : 5_000)
}

export const dismiss = (id: number) => toasts.set(now => now.filter(each => each.id !== id))

/** Shows an error as a toast. */
export const toastError = (error: unknown) => toast(errorMessage(error), 'error')
