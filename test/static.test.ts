import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')

test('types of the server', () => passes('tsc', '-p', 'tsconfig.json'))
test('types of the web', () => passes('tsc', '-p', 'tsconfig.web.json'))
test('lint', () => passes('oxlint', '--type-aware', '--deny-warnings'))
test('format', () => passes('oxfmt', '--check'))
test(
  'no unused code, file or package',
  { skip: process.env['TENON_CHECK'] ? false : 'part of npm run check' },
  () => passes('knip'),
)

async function passes(tool: string, ...args: string[]): Promise<void> {
  const child = spawn(join(root, 'node_modules', '.bin', tool), args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  })
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  assert.equal(code, 0, `${tool} ${args.join(' ')}\n${(out + err).slice(0, OUTPUT_CHARS)}`)
}

// Enough for the first dozen complaints; `npm run types`, `lint` or `format` show the rest.
const OUTPUT_CHARS = 4_000
