import { resolve } from 'node:path'
import { readBackup } from './backup-read.ts'
import { readEnvironment } from './environment.ts'
import { print } from './explain.ts'
import { install, openEngines } from './open-kernel.ts'
import { readOptions } from './options.ts'
import { steps } from './steps.ts'

/** `restore FOLDER [--json]` into an empty TENON_DATA; verified equal before it is committed. */
export async function run(args: string[]): Promise<void> {
  const { words, options } = readOptions(args)
  if (!words[0]) throw new Error('Which backup? ./tenon restore data/backups/backup-…')
  const environment = readEnvironment()
  const step = steps()
  await using engines = await openEngines(environment, step)
  const manifest = await readBackup(
    engines,
    environment,
    await install(),
    resolve(words[0]),
    (done, all, what) => step('restore', `${done + 1} of ${all}: ${what}`),
  )
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  print(
    {
      restored: manifest.at,
      tables: manifest.tables.length,
      rows,
      files: manifest.blobs.length,
      verified: true,
      next: 'put the master key in place, then start the server',
    },
    options['json'] === true || !process.stdout.isTTY,
  )
}
