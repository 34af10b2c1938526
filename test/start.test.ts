import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const ROOT = dirname(import.meta.dirname)

/** Stands where npm would: says when it begins, brings the packages when it may go on, and says when it ends. */
const NPM = `
import { appendFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
appendFileSync('log', 'begin ' + process.pid + '\\n')
rmSync('node_modules', { recursive: true, force: true })
while (!existsSync('go')) await new Promise((resolve) => setTimeout(resolve, 20))
mkdirSync('node_modules')
writeFileSync('node_modules/.package-lock.json', '{"packages":{}}')
appendFileSync('log', 'end\\n')
`

async function checkout(): Promise<
  { start(): Starting; log(): Promise<string[]>; go(): Promise<void> } & AsyncDisposable
> {
  const folder = await mkdtemp(join(tmpdir(), 'tenon-start-'))
  await copyFile(join(ROOT, 'start.mjs'), join(folder, 'start.mjs'))
  await writeFile(join(folder, 'package-lock.json'), '{"packages":{"":{}}}')
  await writeFile(join(folder, 'npm.mjs'), NPM)
  await writeFile(join(folder, 'npm.js'), "import('./npm.mjs')")
  await writeFile(join(folder, 'ran.mjs'), "console.log('ran')")
  const children: ChildProcess[] = []
  return {
    start() {
      const child = spawn(process.execPath, ['start.mjs', 'ran.mjs'], {
        cwd: folder,
        env: { ...process.env, npm_execpath: join(folder, 'npm.js') },
      })
      children.push(child)
      let text = ''
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (part: Buffer) => (text += part.toString()))
      return { child, text: () => text, ended: once(child, 'close') as Promise<[number | null]> }
    },
    log: async () =>
      (await readFile(join(folder, 'log'), 'utf8').catch(() => '')).split('\n').filter(Boolean),
    go: () => writeFile(join(folder, 'go'), ''),
    async [Symbol.asyncDispose]() {
      for (const child of children) child.kill('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
interface Starting {
  readonly child: ChildProcess
  text(): string
  readonly ended: Promise<[number | null]>
}

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
}

test('of two starts one installs, and the other waits for it and says so', async () => {
  await using here = await checkout()
  const first = here.start()
  await until(async () => (await here.log()).length === 1)
  const others = [here.start(), here.start()]
  for (const other of others) await until(() => other.text().includes('waiting for it'))
  await here.go()
  for (const one of [first, ...others]) {
    const [code] = await one.ended
    assert.equal(code, 0, one.text())
    assert.match(one.text(), /^ran$/m)
  }
  assert.deepEqual(
    (await here.log()).map((line) => line.split(' ')[0]),
    ['begin', 'end'],
  )
})

test('a start that was killed while it installed holds nobody up', async () => {
  await using here = await checkout()
  const first = here.start()
  await until(async () => (await here.log()).length === 1)
  first.child.kill('SIGKILL')
  process.kill(Number((await here.log())[0]!.split(' ')[1]), 'SIGKILL')
  await first.ended
  await here.go()
  const others = [here.start(), here.start(), here.start()]
  for (const one of others) {
    const [code] = await one.ended
    assert.equal(code, 0, one.text())
  }
  assert.deepEqual(
    (await here.log()).map((line) => line.split(' ')[0]),
    ['begin', 'begin', 'end'],
  )
})
