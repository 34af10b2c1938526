import { readFileSync } from 'node:fs'
import { print } from './explain.ts'
import { readOptions, required } from './options.ts'
import { callOperator } from './operator.ts'

/** `setup --company NAME --admin EMAIL --password-file FILE [--name NAME] [--sample]` prints one line: organisation, admin, token. */
export async function run(args: string[]): Promise<void> {
  const { options } = readOptions(args)
  const password = readFileSync(required(options, 'password-file'), 'utf8').replace(/\r?\n$/, '')
  const answer = await callOperator('identity.setup.create', {
    company: required(options, 'company'),
    email: required(options, 'admin'),
    password,
    ...(typeof options['name'] === 'string' ? { name: options['name'] } : {}),
    ...(options['sample'] ? { sample: true } : {}),
  })
  print(answer, true)
}
