import { readFileSync } from 'node:fs'
import { print } from './explain.ts'
import { readOptions } from './options.ts'
import { callServer } from './server-client.ts'

/** `call ACTION [--field value …] [--input JSON | --input @FILE] [--org ORG] [--json]` */
export async function run(args: string[]): Promise<void> {
  const { words, options } = readOptions(args)
  const [action] = words
  if (!action)
    throw new Error('Which action? For example: ./tenon call directory.person.list --limit 5')
  const { input, org, json, ...fields } = options
  const text =
    typeof input === 'string' && input.startsWith('@')
      ? readFileSync(input.slice(1), 'utf8')
      : input
  const given = typeof text === 'string' ? (JSON.parse(text) as Record<string, unknown>) : {}
  const typed = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name.replaceAll('-', '_'), guess(value)]),
  )
  print(
    await callServer(action, { ...given, ...typed }, { org: org as string | undefined }),
    json === true || !process.stdout.isTTY,
  )
}

/** `5`, `true`, `{…}` and `[…]` are JSON; anything else is text as typed. */
function guess(value: string | boolean): unknown {
  if (typeof value === 'boolean') return value
  if (!/^(-?\d{1,15}(\.\d+)?|true|false|null|[[{].*)$/s.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
