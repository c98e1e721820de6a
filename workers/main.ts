import { readConfig } from '#config'
import { runProcess } from '#platform/run-process'
import { startWorkerProcess } from '#start/worker-process'
import { createWork } from './worker.ts'

/** A process that runs jobs and nothing else; any number of them may run. */
void runProcess({
  name: 'Heliograph worker',
  open: () => startWorkerProcess(readConfig(), createWork),
  greet: (_, say) => say('Heliograph worker is ready'),
})
