import { signedIn } from './shapes.ts'

/** Defaults of the operations on accounts: writes over HTTP only that return tokens. */
export const base = { namespace: null, kind: 'write', limit: 'auth', output: signedIn } as const
