import type { KeyboardEvent } from 'react'

/**
 * Whether a key press sends what is written: Enter without Shift, unless an input method is converting the text. Safari
 * confirms a conversion by an Enter that is no longer marked as composing and has the key code 229.
 */
export const isSendKey = ({ key, shiftKey, nativeEvent }: KeyboardEvent): boolean =>
  key === 'Enter' && !shiftKey && !nativeEvent.isComposing && nativeEvent.keyCode !== 229
