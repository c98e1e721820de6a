import type { KeyboardEvent } from 'react'

/**
 * Whether a key press sends the text: Enter without Shift, unless an input method is composing. In Safari the Enter that
 * confirms a composition is no longer marked as composing, but has key code 229.
 */
export const isSendKey = ({ key, shiftKey, nativeEvent }: KeyboardEvent): boolean =>
  key === 'Enter' && !shiftKey && !nativeEvent.isComposing && nativeEvent.keyCode !== 229
