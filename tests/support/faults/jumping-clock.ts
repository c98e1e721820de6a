// Loaded before a program, by `node --import`: its clock is five minutes ahead, and jumps ten minutes back on SIGUSR2.

const Real = Date
const minute = 60_000
let ahead = 5 * minute
process.on('SIGUSR2', () => {
  ahead -= 10 * minute
})

const now = () => Real.now() + ahead
globalThis.Date = new Proxy(Real, {
  construct: (_, given, target) => Reflect.construct(Real, given.length === 0 ? [now()] : given, target),
  get: (_, key, receiver) => (key === 'now' ? now : Reflect.get(Real, key, receiver)),
})
