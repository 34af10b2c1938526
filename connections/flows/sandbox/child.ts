import { interpret } from './interpret.ts'
import type { Job } from './limits.ts'

// One script after another; the parent ends the process when one does not come back.
process.on('message', (job: Job) => {
  void interpret(job).then((answer) => process.send!(answer))
})
process.on('disconnect', () => process.exit(0))
process.send!('ready')
