import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { SEED, seeded } from '../../kernel/testing.ts'
import { blocksOf, opened } from '../../modules/documents/content/read.ts'
import { linesOf } from '../../modules/documents/content/words.ts'
import { openEditor, type Editor } from '../../modules/documents/testing/editor.ts'
import { none } from '../tree.ts'
import { until } from './rounds.ts'
import { call, crashServer, faultsOf, found, type CrashServer } from './server.ts'

const EDITORS = 50
const PEOPLE = 10
/** Between keystrokes: fifty such people type 160 a second. */
const KEY_MS = 300

/** One who writes until he is told to stop, and remembers what he was told is safe. */
export interface Writer {
  readonly editor: Editor
  /** Words by the number of their update. */
  readonly typed: Map<number, string>
  stop(): Promise<void>
}

/** Fifty editors of one document while the server dies again and again: nothing acknowledged is lost. */
export async function crashDocument(rounds: number, say: (line: string) => void): Promise<void> {
  const random = seeded(SEED)
  await using server = await crashServer()
  await server.start()
  const { people } = await found(server, PEOPLE)
  const { id: document } = (await call(server.url, people[0]!.token, 'documents.document.create', {
    title: 'Crash',
    space: 'organisation',
    markdown: 'Start',
  })) as { id: string }
  const open = (index: number): Editor =>
    openEditor(server.url, people[index % people.length]!.token, document)
  const writers = Array.from({ length: EDITORS }, (_none, index) => write(open(index), index))
  // However it ends: an editor left open comes again for ever.
  using _closing = {
    [Symbol.dispose]() {
      for (const { editor, stop } of writers) {
        stop().catch(() => undefined)
        editor.close()
      }
    },
  }
  const safe = (): number => writers.reduce((sum, { editor }) => sum + editor.sync.safe, 0)
  await until(() => safe() > EDITORS, 'nothing is acknowledged')
  for (let round = 1; round <= rounds; round++) {
    await sleep(200 + random() * 1200)
    const before = safe()
    if (random() < 0.25) {
      const first = await server.postgres('postmaster')
      const dying = server.kill()
      if (first) process.kill(first, 'SIGKILL')
      await dying
    } else await server.kill()
    // Editors send again what a server has lost, so the log is read before they can.
    for (const { editor } of writers)
      await editor.until(() => editor.sync.state === 'offline', 'a dead server is not noticed')
    const kept = await logged(server, document)
    const acknowledged = writers.flatMap(acknowledgedOf)
    none(
      acknowledged
        .filter((word) => !kept.includes(word))
        .map((word) => `round ${round}: ${word} was acknowledged and is not in the log`),
    )
    await server.start()
    await until(
      () => safe() > before + EDITORS / 5,
      `round ${round}: nothing is acknowledged any more`,
    )
    say(`round ${round} of ${rounds}: ${safe()} updates acknowledged`)
  }
  await Promise.all(writers.map(({ stop }) => stop()))
  const wrong = await differences(server, writers, open(0), async () =>
    String(
      (
        (await call(server.url, people[1]!.token, 'documents.document.export', { document })) as {
          markdown: string
        }
      ).markdown,
    ),
  )
  none(wrong.length ? [...wrong, ...faultsOf(server)] : [])
}

/** What the log says, with nobody's help. */
export async function logged(
  server: Pick<CrashServer, 'owner'>,
  document: string,
): Promise<string> {
  const updates = await server.owner(async (client) => {
    const { rows } = await client.query<{ bytes: Uint8Array }>(
      `SELECT state AS bytes FROM documents.body WHERE document = $1 AND state IS NOT NULL
       UNION ALL SELECT bytes FROM documents.change WHERE document = $1`,
      [document],
    )
    return rows.map(({ bytes }) => bytes)
  })
  return linesOf(blocksOf(opened(updates))).join('\n')
}

export const acknowledgedOf = ({ editor, typed }: Writer): string[] =>
  [...typed].flatMap(([n, word]) => (n <= editor.sync.safe ? [word] : []))

export function write(editor: Editor, index: number): Writer {
  const typed = new Map<number, string>()
  let stopped = false
  const typing = (async () => {
    await editor.until(() => editor.text().startsWith('Start'), 'an editor is not let in')
    for (let n = 0; !stopped; n++) {
      const word = `e${index}n${n};`
      editor.type(word)
      typed.set(editor.sync.last, word)
      await sleep(KEY_MS * (0.5 + Math.random()))
    }
  })()
  return {
    editor,
    typed,
    async stop() {
      stopped = true
      await typing
    },
  }
}

export async function differences(
  server: Pick<CrashServer, 'owner'>,
  writers: readonly Writer[],
  late: Editor,
  exported: () => Promise<string>,
): Promise<string[]> {
  const acknowledged = writers.flatMap(acknowledgedOf)
  assert.ok(acknowledged.length > EDITORS, 'there was a load')
  // What was not acknowledged yet is sent again; in the end everybody has everything.
  for (const { editor } of writers)
    await editor.until(() => editor.sync.state === 'saved', 'an editor does not come to rest')
  const [first] = writers
  for (const { editor } of writers)
    await editor.until(() => editor.text() === first!.editor.text(), 'editors do not converge')
  await late.until(
    () => late.text() === first!.editor.text(),
    'who comes late reads something else',
  )
  const [text, written] = [late.text(), (await exported()).trim()]
  late.close()
  const counts = new Map<string, number>()
  for (const [word] of text.matchAll(/e\d+n\d+;/g)) counts.set(word, (counts.get(word) ?? 0) + 1)
  const all = writers.flatMap(({ typed }) => [...typed.values()])
  const bodies = await server.owner(async (client) => {
    const { rows } = await client.query<{ wrong: number }>(
      `SELECT count(*)::int AS wrong FROM documents.body b WHERE b.seq <> b.merged + (
         SELECT count(*) FROM documents.change c WHERE c.org = b.org AND c.document = b.document)
       AND b.seq > b.merged`,
    )
    return rows[0]!.wrong
  })
  return [
    ...acknowledged
      .filter((word) => !counts.has(word))
      .map((word) => `${word} was acknowledged and is lost`),
    ...all
      .filter((word) => counts.get(word) !== 1)
      .map((word) => `${word} stands there ${counts.get(word) ?? 0} times`),
    ...(written === text ? [] : ['the export says something else than the editors']),
    ...(bodies === 0 ? [] : ['numbers of the log have holes']),
  ]
}
