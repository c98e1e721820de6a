import { signedIn } from './shapes.ts'

/** What the operations on accounts share: writes over HTTP alone, which return tokens, unless they say otherwise. */
export const base = { namespace: null, kind: 'write', limit: 'auth', output: signedIn } as const
