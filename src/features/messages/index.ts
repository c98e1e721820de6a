import type { HandlersOf } from '#core/pipeline/handler'
import { listMessages } from './list.ts'
import { readMessages } from './read.ts'
import { sendMessage } from './send.ts'

export const messages: HandlersOf<'messages'> = {
  'messages.send': sendMessage,
  'messages.list': listMessages,
  'messages.read': readMessages,
}
