export * from './events.ts'
export * from './operations.ts'
export * from './shapes.ts'
export { maxTargets } from './sharing.ts'
