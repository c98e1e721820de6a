/** Takes over everything on the stack; closes it in reverse, once, however often it is called. */
export function closing(stack: AsyncDisposableStack) {
  const opened = stack.move()
  let closed: Promise<void> | undefined
  return () => {
    closed ??= opened.disposeAsync()
    return closed
  }
}
