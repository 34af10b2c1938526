import { spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './open-kernel.ts'
import { readOptions } from './options.ts'

/** Where the sample server of a demonstration listens, so that one can look on from a window of one's own. */
const PORT = '8090'
/** Pause after each click of `--slow`: long enough to follow with the eyes. */
const SLOW_MS = '900'

/**
 * `demo [SCENE …] [--slow]`: plays the scenes of docs/scenes.md on a fresh sample server, all of them or
 * those named (`s1`, `s2-3`), by real clicks in real browsers. What plays them is what tests them.
 * With `--slow` every click can be followed: in the browsers themselves where there is a display, else in
 * one's own at the address it prints.
 */
export async function run(args: string[]): Promise<void> {
  const { words, options } = readOptions(args)
  const folder = join(ROOT, 'test', 'scenes')
  const scenes = (await readdir(folder)).filter((name) => name.endsWith('.browser.test.ts')).sort()
  const names = scenes.map((file) => file.replace('.browser.test.ts', ''))
  const wanted = words.map((word) => word.toLowerCase().replaceAll('.', '-'))
  const unknown = wanted.find((word) => !names.some((name) => isPart(name, word)))
  if (unknown !== undefined)
    throw new Error(`There is no scene ${unknown}. There are: ${names.join(', ')}.`)
  const files = scenes.filter(
    (_, at) => wanted.length === 0 || wanted.some((word) => isPart(names[at]!, word)),
  )
  const slow = options['slow'] === true
  const child = spawn(
    process.execPath,
    [join(ROOT, 'test', 'run.mjs'), ...files.map((file) => join('test', 'scenes', file))],
    {
      cwd: ROOT,
      stdio: 'inherit',
      env: {
        ...process.env,
        ...(slow ? { TENON_SLOW_MS: SLOW_MS, TENON_TEST_PORT: PORT } : {}),
      },
    },
  )
  process.exitCode = await new Promise<number>((done) =>
    child.on('exit', (code) => done(code ?? 1)),
  )
}

/** `s2` is the whole second scene. */
const isPart = (name: string, word: string): boolean => name === word || name.startsWith(`${word}-`)
