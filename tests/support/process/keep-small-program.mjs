import { keepRunning } from '../../../scripts/steps/keep-running.mjs'

/** Runs the small program as `npm start` runs a node, with short pauses (PAUSE, in milliseconds). */
process.exitCode = await keepRunning(['tests/support/process/small-program.ts'], {}, Number(process.env.PAUSE ?? 1))
