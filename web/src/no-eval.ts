import { config } from 'zod'

// The Content Security Policy forbids `eval`, which Zod would try. This runs before any schema is created.
config({ jitless: true })
