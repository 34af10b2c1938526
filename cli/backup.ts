import { join, resolve } from 'node:path'
import { readEnvironment } from './environment.ts'
import { print } from './explain.ts'
import { openEngines } from './open-kernel.ts'
import { readOptions } from './options.ts'
import { steps } from './steps.ts'
import { writeBackup } from './backup-write.ts'

/** `backup [--to FOLDER] [--json]`, while serving or not. */
export async function run(args: string[]): Promise<void> {
  const { options } = readOptions(args)
  const environment = readEnvironment()
  const step = steps()
  const engines = await openEngines(environment, step)
  const wasRunning = engines.adopted
  try {
    const into =
      typeof options['to'] === 'string' ? resolve(options['to']) : join(environment.data, 'backups')
    const { folder, manifest } = await writeBackup(
      engines,
      environment,
      into,
      'backup',
      (done, all, what) => step('backup', `${done + 1} of ${all}: ${what}`),
    )
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    print(
      {
        folder,
        tables: manifest.tables.length,
        rows,
        files: manifest.blobs.length,
        master_key: `not included; keep ${environment.masterKeyFile} apart`,
      },
      options['json'] === true || !process.stdout.isTTY,
    )
  } finally {
    if (!wasRunning) await engines[Symbol.asyncDispose]()
  }
}
