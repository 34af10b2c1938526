/** `./tenon serve` without the web: what the crash tests start and kill. */
import { readEnvironment } from '../../cli/environment.ts'
import { startServer } from '../../cli/serve.ts'
import { steps } from '../../cli/steps.ts'

const server = await startServer(readEnvironment(), steps(), { web: false })
process.once('SIGTERM', () => void server[Symbol.asyncDispose]().then(() => process.exit(0)))
