import { setTimeout as sleep } from 'node:timers/promises'
import { pssOf, withChildren } from './pss.ts'
import { installSample } from './serve.ts'
import type { Bench } from './measure.ts'

const IDLE_MS = 60_000
const MB = 1024

/** What a server nobody uses keeps, 60 s after its start, shared pages counted once. */
export const bench: Bench = {
  name: 'memory',
  says: 'idle memory 60 s after start, with the sample company',
  async run(short) {
    await using installed = await installSample()
    const node: number[] = []
    const all: number[] = []
    for (let round = 0; round < (short ? 1 : 3); round++) {
      await installed.start()
      await sleep(short ? 3_000 : IDLE_MS)
      const own = withChildren(installed.pid())
      const database = withChildren(installed.postgres())
      node.push(pssOf(own.filter((pid) => !database.includes(pid))) / MB)
      all.push(pssOf([...new Set([...own, ...database])]) / MB)
      await installed.stop()
    }
    return [
      { what: 'node', unit: 'MB', tenon: node, bar: { at: 200, better: 'less' } },
      { what: 'node and PostgreSQL', unit: 'MB', tenon: all, bar: { at: 600, better: 'less' } },
    ]
  },
}
