/** `npm run bench [name …]`: every claim as a ratio in one run. `--short` only shows that it runs. */
import { bench as apps } from './apps.ts'
import { bench as call } from './call.ts'
import { bench as documents } from './documents.ts'
import { bench as crowd } from './crowd.ts'
import { bench as fanout } from './fanout.ts'
import { bench as flows } from './flows.ts'
import { bench as ledger } from './ledger.ts'
import { bench as links } from './links.ts'
import { bench as memory } from './memory.ts'
import { bench as messages } from './messages.ts'
import { bench as million } from './million.ts'
import { bench as records } from './records.ts'
import { bench as rewrap } from './rewrap.ts'
import { bench as shared } from './shared.ts'
import { bench as signIns } from './sign-ins.ts'
import { bench as start } from './start.ts'
import { bench as telemetry } from './telemetry.ts'
import { bench as tokens } from './tokens.ts'
import { bench as web } from './web.ts'
import { commit, machine, type Bench } from './measure.ts'
import { keep, say } from './report.ts'

const all: readonly Bench[] = [
  call,
  records,
  shared,
  links,
  apps,
  crowd,
  million,
  messages,
  documents,
  fanout,
  flows,
  ledger,
  start,
  memory,
  signIns,
  rewrap,
  telemetry,
  tokens,
  web,
]
const short = process.argv.includes('--short')
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const unknown = named.filter((name) => !all.some((bench) => bench.name === name))

if (unknown.length || process.argv.includes('--help')) {
  console.log(
    `npm run bench [name …] [-- --short]\n\n${all.map(({ name, says }) => `  ${name.padEnd(10)} ${says}`).join('\n')}`,
  )
  process.exit(unknown.length ? 2 : 0)
}
for (const bench of all.filter(({ name }) => named.length === 0 || named.includes(name))) {
  console.log(`\n${bench.name}: ${bench.says} …`)
  const lines = await bench.run(short)
  const result = {
    name: bench.name,
    at: new Date().toISOString(),
    machine: machine(),
    commit: commit(),
    lines,
  }
  say(result)
  // A short run proves nothing, so it is not kept.
  if (!short) keep(result)
}
process.exit(0)
