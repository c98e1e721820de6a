import { readConfig } from '#config'
import { runProcess } from '#platform/run-process'
import { openWorkerNode } from './node.ts'

/** A process that carries out jobs and nothing else; any number of them may run. */
void runProcess({
  name: 'Heliograph worker',
  open: () => openWorkerNode(readConfig()),
  greet: (_, say) => say('Heliograph worker is ready'),
})
