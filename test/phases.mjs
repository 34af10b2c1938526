// What `run.mjs` starts under Node 24: the files of `npm test` in phases, told by node:test's own
// reporter as one run. The phases come as JSON: [{ "name", "concurrency", "together", "files" }].
// `together` files share a process, one after another, each a suite of its own: loading every module
// costs a process more than most files' tests.
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { run } from 'node:test'
import { spec as Spec } from 'node:test/reporters'

const { phases, timeout, slowest } = JSON.parse(process.argv[2])
const reporter = new Spec()
reporter.pipe(process.stdout)
// The lines that node:test closes with, and what its summary calls them.
const CLOSING = [
  ['tests', 'tests'],
  ['suites', 'suites'],
  ['pass', 'passed'],
  ['fail', 'failed'],
  ['cancelled', 'cancelled'],
  ['skipped', 'skipped'],
  ['todo', 'todo'],
]
// What waits while it loads would declare its tests outside of its suite.
const WAITS = /^(?:const|let|await|;?\().*\bawait\b|^await /m
const counts = {}
const files = []
const took = []
const began = performance.now()

for (const phase of phases) await play(phase)

if (slowest)
  for (const { file, ms } of files.toSorted((a, b) => b.ms - a.ms).slice(0, slowest))
    say(`${seconds(ms)} ${file}`)
say(`phases: ${took.map(({ name, ms }) => `${name} ${seconds(ms)}`).join(', ')}`)
for (const [name, key] of CLOSING) say(`${name} ${counts[key] ?? 0}`)
say(`duration_ms ${since(began)}`)
reporter.end()
await once(reporter, 'end')
process.exitCode = counts.failed || counts.cancelled ? 1 : 0

async function play({ name, concurrency, together = 1, files: names }) {
  const start = performance.now()
  const paths = together === 1 ? names : share(names, together)
  // What belongs to a file is told together.
  let held = []
  const tell = () => {
    for (const event of held) reporter.write(event)
    held = []
  }
  for await (const event of run({ files: paths, concurrency, timeout: timeout * together })) {
    const { type, data } = event
    if (together > 1 && type === 'test:complete' && names.includes(data.name))
      files.push({ file: data.name, ms: data.details.duration_ms })
    const closing = data.file === undefined && data.nesting === 0
    if (type === 'test:summary' && data.file === undefined) count(data.counts)
    else if (type === 'test:diagnostic' && closing) continue
    else held.push(event)
    if (type !== 'test:summary' || data.file === undefined) continue
    if (together === 1)
      files.push({ file: relative(process.cwd(), data.file), ms: data.duration_ms })
    tell()
  }
  tell()
  took.push({ name, ms: performance.now() - start })
}

/** Files that share a process each, the slowest in different ones. */
function share(names, together) {
  const waits = names.filter((name) => WAITS.test(readFileSync(name, 'utf8')))
  const others = names.filter((name) => !waits.includes(name))
  const folder = mkdtempSync(join(tmpdir(), 'tenon-lanes-'))
  process.on('exit', () => rmSync(folder, { recursive: true }))
  const many = Math.ceil(others.length / together)
  const lanes = Array.from({ length: many }, (_, lane) => {
    const mine = others.filter((_name, index) => index % many === lane)
    const path = join(folder, `${String(lane).padStart(3, '0')}.mjs`)
    const lines = mine.map(
      (name) =>
        `suite(${JSON.stringify(name)}, async () => { await import(${JSON.stringify(pathToFileURL(resolve(name)).href)}) })`,
    )
    writeFileSync(path, ["import { suite } from 'node:test'", ...lines, ''].join('\n'))
    return path
  })
  return [...lanes, ...waits]
}

function count(more) {
  for (const [name, each] of Object.entries(more)) counts[name] = (counts[name] ?? 0) + each
}

function say(message) {
  reporter.write({ type: 'test:diagnostic', data: { nesting: 0, message, level: 'info' } })
}

function since(start) {
  return performance.now() - start
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`
}
