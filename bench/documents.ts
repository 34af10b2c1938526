import { setTimeout as sleep } from 'node:timers/promises'
import { openEditor, type Editor } from '../modules/documents/testing/editor.ts'
import { openSite } from './child.ts'
import { percentile, type Bench } from './measure.ts'

const EDITORS = 50
/** Five keystrokes a second each: a crowd of quick typists. */
const KEY_MS = 200

/** One document with fifty people in it: from a keystroke to the word that it is committed. */
export const bench: Bench = {
  name: 'documents',
  says: 'updates of 50 editors of one document, from the keystroke to the acknowledgement',
  async run(short) {
    await using site = await openSite({ people: EDITORS })
    const { url, people } = site.opened
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${people[0]!.token}`,
    }
    const body = JSON.stringify({ title: 'Bench', space: 'organisation', markdown: 'Start' })
    const made = await fetch(`${url}/api/documents.document.create`, {
      method: 'POST',
      headers,
      body,
    })
    const { id } = (await made.json()) as { id: string }
    const editors = people.map(({ token }) => openEditor(url, token, id))
    await Promise.all(
      editors.map((each) => each.until(() => each.text() === 'Start', 'an editor is not let in')),
    )
    const rounds: { p50: number[]; p99: number[]; rate: number[] } = { p50: [], p99: [], rate: [] }
    const ms = short ? 2_000 : 10_000
    if (!short) await type(editors, 3_000)
    for (let round = 0; round < (short ? 1 : 5); round++) {
      const times = await type(editors, ms)
      rounds.p50.push(percentile(times, 0.5))
      rounds.p99.push(percentile(times, 0.99))
      rounds.rate.push(times.length / (ms / 1000))
    }
    for (const editor of editors) editor.close()
    return [
      { what: 'keystrokes of 50 editors', unit: '/s', tenon: rounds.rate },
      { what: 'acknowledged, median', unit: 'ms', tenon: rounds.p50 },
      {
        what: 'acknowledged, p99',
        unit: 'ms',
        tenon: rounds.p99,
        bar: { at: 50, better: 'less' },
        note: 'with the 15 ms in which a keystroke waits for the next',
      },
    ]
  },
}

async function type(editors: readonly Editor[], ms: number): Promise<number[]> {
  const times: number[] = []
  const until = performance.now() + ms
  await Promise.all(
    editors.map(async (editor) => {
      const sent = new Map<number, number>()
      const stop = editor.onSafe((n) => {
        for (const [at, when] of sent) {
          if (at > n) break
          times.push(performance.now() - when)
          sent.delete(at)
        }
      })
      await sleep(Math.random() * KEY_MS)
      while (performance.now() < until) {
        editor.type('x')
        sent.set(editor.sync.last, performance.now())
        await sleep(KEY_MS * (0.5 + Math.random()))
      }
      await editor.until(() => sent.size === 0, 'a keystroke is not acknowledged')
      stop()
    }),
  )
  return times
}
