import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { freePort, twoNodes, type Nodes } from './cluster.ts'
import { acrossMs, foundOn, revokedMs, survive } from './survive.ts'
import { until } from './until.ts'

/** Two processes woken by Debian's nats-server, with a password, which dies as well. */
let port: number
let nats: ChildProcess
let cluster: Nodes
let founded: Awaited<ReturnType<typeof foundOn>>

const [USER, PASSWORD] = ['tenon', 's3cret/+']

async function startNats(): Promise<void> {
  const args = ['-a', '127.0.0.1', '-p', String(port), '--user', USER, '--pass', PASSWORD]
  nats = spawn('nats-server', args, {
    stdio: 'ignore',
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
  })
  await until(
    () =>
      new Promise((done) => {
        const socket = connect(port, '127.0.0.1')
        socket.once('connect', () => done(true)).once('error', () => done(false))
        socket.once('connect', () => socket.destroy())
      }),
    () => 'nats-server does not listen',
  )
}
async function killNats(): Promise<void> {
  const ended = once(nats, 'exit')
  nats.kill('SIGKILL')
  await ended
}

before(async () => {
  port = await freePort()
  await startNats()
  cluster = await twoNodes({
    TENON_BUS_URL: `nats://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`,
  })
  await Promise.all(cluster.nodes.map((node) => node.start()))
  founded = await foundOn(cluster)
})
after(async () => {
  await cluster[Symbol.asyncDispose]()
  await killNats()
})

test('a socket of one node hears at once what is sent on the other', async (t) => {
  const took = await acrossMs(cluster, founded, founded.conversation, 30)
  t.diagnostic(`median ${took[took.length >> 1]} ms, worst ${took.at(-1)} ms`)
  assert.ok(took.at(-1)! < 1000)
})

test('without NATS news comes a little later, revocations within a second, and nothing is lost', async (t) => {
  await killNats()
  const took = await acrossMs(cluster, founded, founded.conversation, 10)
  const revoked = await revokedMs(cluster, founded)
  t.diagnostic(
    `median ${took[took.length >> 1]} ms, worst ${took.at(-1)} ms; revoked ${revoked} ms`,
  )
  assert.ok(took.at(-1)! < 1500 && revoked < 1000, `${took.at(-1)} ms, ${revoked} ms`)
  await startNats()
})

test('NATS and a node die under load and come back: nothing acknowledged is lost or doubled', async () => {
  const [a, b] = cluster.nodes
  await survive(cluster, founded, [
    killNats,
    () => a.kill(),
    startNats,
    () => a.start(),
    () => b.kill(),
  ])
})
