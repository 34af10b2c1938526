import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { manifestOf, openapiOf } from '#interface/openapi'
import { install, ROOT } from './open-kernel.ts'
import { readOptions } from './options.ts'

/** `openapi` prints the document; `openapi --write` renews docs/openapi.json and docs/manifest.json. */
export async function run(args: string[]): Promise<void> {
  const { options } = readOptions(args)
  const { registry } = await install()
  if (!options['write']) {
    process.stdout.write(`${JSON.stringify(openapiOf(registry), null, 2)}\n`)
    return
  }
  writeFileSync(
    join(ROOT, 'docs', 'openapi.json'),
    `${JSON.stringify(openapiOf(registry), null, 1)}\n`,
  )
  writeFileSync(
    join(ROOT, 'docs', 'manifest.json'),
    `${JSON.stringify(manifestOf(registry), null, 1)}\n`,
  )
}
