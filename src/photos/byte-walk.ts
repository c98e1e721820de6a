/**
 * The next step of a walk: take a number of bytes; skip a number of bytes; skip up to the next byte of a value; skip a run of
 * bytes of one value; or skip blocks that each begin with their length, the last of them empty.
 */
export type Step = { take: number } | { skip: number } | { upTo: number } | { past: number } | { blocks: true }

/** Reads a file from its beginning, independent of its chunks; receives the bytes it asked to take. */
export type Walk<Result> = Generator<Step, Result, Uint8Array>

/**
 * Runs a walk over a file that arrives in chunks. Holds no more than the walk takes at once: skipped data may have any
 * length. `push` returns the result once there is one.
 */
export function createByteWalk<Result>(walk: Walk<Result>) {
  let now = walk.next(nothing)
  let held: Uint8Array = nothing
  let left = 0

  /** The position in the chunk where the step ends; keeps in `left` what remains beyond the chunk. */
  function follow(
    step: Exclude<Step, { take: number }>,
    chunk: Uint8Array,
    at: number,
  ): { at: number; isDone: boolean } {
    if ('upTo' in step) {
      const found = chunk.indexOf(step.upTo, at)
      return found < 0 ? { at: chunk.length, isDone: false } : { at: found, isDone: true }
    }
    if ('past' in step) {
      let next = at
      while (chunk[next] === step.past) next++
      return { at: next, isDone: next < chunk.length }
    }
    if ('skip' in step) {
      const rest = Math.min(left, chunk.length - at)
      left -= rest
      return { at: at + rest, isDone: left === 0 }
    }
    let next = at + left
    while (next < chunk.length) {
      const length = chunk[next] ?? 0
      next += 1 + length
      if (length === 0) return { at: next, isDone: true }
    }
    left = next - chunk.length
    return { at: chunk.length, isDone: false }
  }

  function resume(taken: Uint8Array) {
    now = walk.next(taken)
    held = nothing
    left = !now.done && 'skip' in now.value ? now.value.skip : 0
  }

  if (!now.done && 'skip' in now.value) left = now.value.skip
  return {
    push(chunk: Uint8Array): Result | undefined {
      let at = 0
      while (!now.done) {
        const step = now.value
        if ('take' in step) {
          const more = chunk.subarray(at, at + step.take - held.length)
          at += more.length
          held = held.length === 0 ? more : Buffer.concat([held, more])
          if (held.length < step.take) return undefined
          resume(held)
        } else {
          const { at: next, isDone } = follow(step, chunk, at)
          at = next
          if (!isDone) return undefined
          resume(nothing)
        }
      }
      return now.value
    },
  }
}

const nothing = new Uint8Array(0)
