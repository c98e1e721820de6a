export * from './compiled.ts'
export * from './lock.ts'
export * from './time.ts'
export * from './typed.ts'
