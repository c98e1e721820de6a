/** How long a deleted account can be taken back, before it is erased. */
export const rightToUndo = { days: 30 }
