import { config } from 'zod'

// Before any schema is made: the page's policy forbids code made of text, and would report that it was tried.
config({ jitless: true })
