import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { twoNodes, type Nodes } from './cluster.ts'
import { acrossMs, foundOn, revokedMs, survive } from './survive.ts'

/** Two processes without a bus: PostgreSQL wakes them, and each looks for itself. */
let cluster: Nodes
let founded: Awaited<ReturnType<typeof foundOn>>

before(async () => {
  cluster = await twoNodes()
  await Promise.all(cluster.nodes.map((node) => node.start()))
  founded = await foundOn(cluster)
})
after(() => cluster[Symbol.asyncDispose]())

test('a socket of one node hears at once what is sent on the other', async (t) => {
  const took = await acrossMs(cluster, founded, founded.conversation, 30)
  t.diagnostic(`median ${took[took.length >> 1]} ms, worst ${took.at(-1)} ms`)
  assert.ok(took.at(-1)! < 1000)
})

test('a token revoked on one node closes its socket on the other within a second', async (t) => {
  const took = await revokedMs(cluster, founded)
  t.diagnostic(`${took} ms`)
  assert.ok(took < 1000, `${took} ms`)
})

test('a node dies under load: nothing acknowledged is lost or doubled, clients go on at the other', async () => {
  const [a, b] = cluster.nodes
  await survive(cluster, founded, [
    () => a.kill(),
    () => a.start(),
    () => b.kill(),
    () => b.start(),
  ])
})
