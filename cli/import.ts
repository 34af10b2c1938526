import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { print } from './explain.ts'
import { callOperator } from './operator.ts'
import { readOptions, required } from './options.ts'
import { steps } from './steps.ts'

interface Preview {
  readonly import: string
  readonly rows: number
  readonly to_create: number
  readonly to_update: number
  readonly unchanged: number
  readonly errors: number
  readonly columns: readonly { readonly heading: string; readonly field?: string }[]
  readonly departments: readonly string[]
  readonly problems: readonly {
    readonly line: number
    readonly problems: readonly { readonly message: string }[]
  }[]
}
interface Progress {
  readonly status: string
  readonly rows: number
  readonly applied: number
}

/** Often enough to look alive, seldom enough to cost nothing. */
const LOOK_MS = 200

/** `import people FILE --org ORG [--yes] [--dry-run] [--skip-errors]`: preview, then apply in the background, with progress. */
export async function run(args: string[]): Promise<void> {
  const { words, options } = readOptions(args)
  const [what, file] = words
  if (what !== 'people' || !file)
    throw new Error(
      'Usage: ./tenon import people FILE --org ORG [--yes] [--dry-run] [--skip-errors]',
    )
  const org = required(options, 'org')
  const content = readFileSync(file).toString('base64')
  const call = (action: string, input: unknown) =>
    callOperator(`directory.import.${action}`, input, org)
  const preview = (await call('start', { file_name: basename(file), content })) as Preview
  explain(preview)
  if (options['dry-run']) return print({ dry_run: true, ...counts(preview) }, !process.stdout.isTTY)
  if (!options['yes'] && !(await agreed(preview))) {
    await call('cancel', { import: preview.import })
    throw new Error('Nothing was imported. With --yes it goes on without asking.')
  }
  await call('apply', {
    import: preview.import,
    ...(options['skip-errors'] ? { skip_errors: true } : {}),
  })
  print(
    await follow(() => call('get', { import: preview.import }) as Promise<Progress>),
    !process.stdout.isTTY,
  )
}

const counts = ({ rows, to_create, to_update, unchanged, errors }: Preview) => ({
  rows,
  to_create,
  to_update,
  unchanged,
  errors,
})

function explain(preview: Preview): void {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  for (const { heading, field } of preview.columns)
    say(`  ${heading.padEnd(24)} ${field ? `→ ${field}` : '(not used)'}`)
  say(
    `  ${preview.rows} rows: ${preview.to_create} new, ${preview.to_update} changed, ${preview.unchanged} unchanged, ${preview.errors} with errors`,
  )
  if (preview.departments.length) say(`  new departments: ${preview.departments.join(', ')}`)
  for (const { line, problems } of preview.problems)
    say(`  line ${line}: ${problems.map(({ message }) => message).join('; ')}`)
}

async function agreed({ rows }: Preview): Promise<boolean> {
  if (!process.stdin.isTTY) return false
  const ask = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await ask.question(`Import ${rows} people? [y/N] `)
  ask.close()
  return /^y(es)?$/i.test(answer.trim())
}

async function follow(look: () => Promise<Progress>): Promise<Progress> {
  const step = steps()
  for (;;) {
    const progress = await look()
    step('import', `${progress.applied} of ${progress.rows} rows`)
    if (progress.status === 'done') return progress
    if (progress.status !== 'applying')
      throw new Error(`The import ended as “${progress.status}”; what it had done was undone.`)
    await pause(LOOK_MS)
  }
}
