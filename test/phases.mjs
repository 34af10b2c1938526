// What `run.mjs` starts under Node 24: the files of `npm test` in phases, told by node:test's own
// reporter as one run. The phases come as JSON: [{ "name", "concurrency", "files" }].
import { once } from 'node:events'
import { relative } from 'node:path'
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

async function play({ name, concurrency, files: names }) {
  const start = performance.now()
  // What belongs to a file is told together.
  let held = []
  const tell = () => {
    for (const event of held) reporter.write(event)
    held = []
  }
  for await (const event of run({ files: names, concurrency, timeout })) {
    const { type, data } = event
    const closing = data.file === undefined && data.nesting === 0
    if (type === 'test:summary' && data.file === undefined) count(data.counts)
    else if (type === 'test:diagnostic' && closing) continue
    else held.push(event)
    if (type !== 'test:summary' || data.file === undefined) continue
    files.push({ file: relative(process.cwd(), data.file), ms: data.duration_ms })
    tell()
  }
  tell()
  took.push({ name, ms: performance.now() - start })
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
