import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEditor, type Editor } from '../../modules/documents/testing/editor.ts'
import { acknowledgedOf, differences, logged, write } from '../crash/documents.ts'
import { call, faultsOf } from '../crash/server.ts'
import { none } from '../tree.ts'
import { twoNodes, type Nodes } from './cluster.ts'
import { foundOn } from './survive.ts'
import { until } from './until.ts'

/** One document open on two processes that PostgreSQL wakes; editors stay where they are, or go where a node answers. */
let cluster: Nodes
let founded: Awaited<ReturnType<typeof foundOn>>

/** On either node, and as many behind the proxy. */
const EDITORS_EACH = 4
/** Acknowledged updates after which the next blow falls. */
const BETWEEN = 40

before(async () => {
  cluster = await twoNodes()
  await Promise.all(cluster.nodes.map((node) => node.start()))
  founded = await foundOn(cluster)
})
after(() => cluster[Symbol.asyncDispose]())

async function made(title: string): Promise<string> {
  const { url } = cluster.nodes[0]
  const input = { title, space: 'organisation', markdown: 'Start' }
  const answer = await call(url, founded.people[0]!.token, 'documents.document.create', input)
  return (answer as { id: string }).id
}
const edit = (url: string, index: number, document: string): Editor =>
  openEditor(url, founded.people[index % founded.people.length]!.token, document)

test('what is acknowledged on one node is seen on the other, both ways, and is the same text', async (t) => {
  const document = await made('Across')
  const [here, there] = cluster.nodes.map(({ url }, index) => edit(url, index, document))
  try {
    for (const editor of [here!, there!])
      await editor.until(() => editor.text() === 'Start', 'an editor is not let in')
    const took: number[] = []
    for (let n = 0; n < 20; n++) {
      const [from, to] = n % 2 ? [there!, here!] : [here!, there!]
      const word = ` w${n};`
      from.type(word)
      await from.until(() => from.sync.safe === from.sync.last, `${word} is not acknowledged`)
      const at = performance.now()
      await to.until(() => to.text().includes(word), `${word} does not come over`)
      took.push(performance.now() - at)
    }
    took.sort((one, other) => one - other)
    t.diagnostic(`median ${Math.round(took[10]!)} ms, worst ${Math.round(took.at(-1)!)} ms`)
    assert.ok(took.at(-1)! < 1_000)
    assert.equal(here!.text(), there!.text())
    const shown = () =>
      [...there!.awareness.getStates().values()].map(
        ({ user }) => (user as { name?: string } | undefined)?.name,
      )
    here!.awareness.setLocalState({ user: {}, cursor: { anchor: 1, head: 1 } })
    await there!.until(() => shown().includes(founded.people[0]!.name), 'no cursor comes over')
  } finally {
    here!.close()
    there!.close()
  }
})

test('each node dies under its editors: nothing acknowledged is lost, the others go on, all converge', async (t) => {
  const document = await made('Deaths')
  const urls = [cluster.nodes[0].url, cluster.nodes[1].url, cluster.server.url]
  const writers = urls.flatMap((url, place) =>
    Array.from({ length: EDITORS_EACH }, (_none, n) => {
      const index = place * EDITORS_EACH + n
      return { place, ...write(edit(url, index, document), index) }
    }),
  )
  using _closing = {
    [Symbol.dispose]() {
      for (const { editor, stop } of writers) {
        stop().catch(() => undefined)
        editor.close()
      }
    },
  }
  const safe = (places: readonly number[]) =>
    writers
      .filter(({ place }) => places.includes(place))
      .reduce((sum, { editor }) => sum + editor.sync.safe, 0)
  const goesOn = async (places: readonly number[], what: string): Promise<void> => {
    const from = safe(places)
    await until(
      () => safe(places) >= from + BETWEEN,
      () => `${what}: ${safe(places) - from} acknowledged since`,
      60_000,
    )
  }
  await goesOn([0, 1, 2], 'at the start')
  for (const [dying, node] of cluster.nodes.entries()) {
    await node.kill()
    const before = writers.filter(({ place }) => place === dying)
    for (const { editor } of before)
      await editor.until(() => editor.sync.state === 'offline', 'a dead node is not noticed')
    const acknowledged = before.flatMap(acknowledgedOf)
    const kept = await logged(cluster, document)
    none(acknowledged.filter((word) => !kept.includes(word)).map((word) => `${word} is lost`))
    // Whoever is on the other node writes on, and so does whom the proxy takes there.
    await goesOn([1 - dying], `node ${dying} is dead`)
    await goesOn([2], `node ${dying} is dead, behind the proxy`)
    await node.start()
    await goesOn([dying], `node ${dying} is back`)
  }
  await Promise.all(writers.map(({ stop }) => stop()))
  t.diagnostic(`${safe([0, 1, 2])} updates acknowledged`)
  const late = edit(cluster.nodes[1].url, 0, document)
  const wrong = await differences(cluster, writers, late, async () => {
    const read = { document }
    const { url } = cluster.nodes[0]
    const told = await call(url, founded.people[1]!.token, 'documents.document.export', read)
    return (told as { markdown: string }).markdown.trim()
  })
  none(wrong.length ? [...wrong, ...faultsOf(cluster.server)] : [])
})
