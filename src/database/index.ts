export * from './compiled.ts'
export * from './typed.ts'
