import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { installed, ROOT } from '../kernel/testing.ts'

const documents = execFileSync('git', ['ls-files', '*.md'], { cwd: ROOT, encoding: 'utf8' })
  .trim()
  .split('\n')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

test('every command that a document gives exists', () => {
  const help = execFileSync(process.execPath, [join(ROOT, 'cli', 'main.ts'), '--help'], {
    encoding: 'utf8',
  })
  const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts
  const wrong: string[] = []
  for (const path of documents) {
    for (const [, command] of read(path).matchAll(/\.\/tenon ([a-z]+)/g))
      if (!new RegExp(`^  ${command} `, 'm').test(help)) wrong.push(`${path}: ./tenon ${command}`)
    for (const [, ran, short] of read(path).matchAll(
      /npm (?:run ([a-z]+:?[a-z]*)|(start|test))\b/g,
    ))
      if (!scripts[(ran ?? short)!]) wrong.push(`${path}: npm ${ran ?? short}`)
  }
  assert.deepEqual(wrong, [])
})

test('every action, event and scope that a document names exists', async () => {
  const { registry, migrations } = await installed()
  const sql = migrations.map(({ text }) => text).join('\n')
  const known = new Set([
    ...registry.actions.keys(),
    ...registry.entities.keys(),
    ...registry.events.keys(),
    ...registry.cards.keys(),
    ...registry.scopes.keys(),
    ...registry.streams.keys(),
    ...registry.subscriptions.keys(),
    ...[...registry.modules.values()].flatMap(({ pages }) => (pages ?? []).map(({ id }) => id)),
  ])
  const modules = [...registry.modules.keys()].join('|')
  const named = new RegExp(`\`((?:${modules})\\.[a-z_]+(?:\\.[a-z_]+)?)\``, 'g')
  const wrong = documents
    .filter((path) => !path.startsWith('docs/decisions/'))
    .flatMap((path) =>
      [...read(path).matchAll(named)]
        .filter(([, id]) => !known.has(id!) && !fieldOf(registry, id!) && !sql.includes(id!))
        .map(([, id]) => `${path}: ${id}`),
    )
  assert.deepEqual(wrong, [])
})

/** `directory.person.name` may name a field. */
function fieldOf(registry: Awaited<ReturnType<typeof installed>>['registry'], id: string): boolean {
  const at = id.lastIndexOf('.')
  return registry.entities.get(id.slice(0, at))?.fields[id.slice(at + 1)] !== undefined
}
