export * from './events.ts'
export * from './operations.ts'
export * from './shapes.ts'
