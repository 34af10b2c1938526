import assert from 'node:assert/strict'
import { WebSocket } from 'ws'
import { listen, startLoad } from '../crash/load.ts'
import { call, faultsOf, found, group, type Founded } from '../crash/server.ts'
import { differences, misheard } from '../crash/verify.ts'
import { none } from '../tree.ts'
import type { Nodes } from './cluster.ts'
import { until } from './until.ts'

/** Acknowledged messages after which the next blow falls. */
const BETWEEN = 40

/** A load through the proxy while nodes die and come back; then everything is held against the database. */
export async function survive(
  cluster: Nodes,
  { people }: Founded,
  blows: readonly (() => Promise<unknown>)[],
): Promise<void> {
  const { server } = cluster
  const conversations = await Promise.all(['one', 'two'].map((name) => group(server, people, name)))
  // Some of them on either node, so that some lose theirs each time.
  const listeners = people
    .slice(0, 6)
    .map((person) => listen(server.url, person, conversations[1]!))
  try {
    await using load = startLoad(server.url, people, conversations)
    const goesOn = async (what: string): Promise<void> => {
      const before = load.told.sent.size
      await until(
        () => load.told.sent.size >= before + BETWEEN,
        () => `${what}: ${load.told.sent.size - before} acknowledged since\n${server.said()}`,
        60_000,
      )
    }
    await goesOn('at the start')
    for (const [at, blow] of blows.entries()) {
      await blow()
      await goesOn(`after blow ${at + 1}`)
    }
    await load.stop()
    const wrong = await cluster.owner(async (client) => {
      const all = async () => {
        const found: string[] = []
        for (const each of listeners)
          found.push(...(await misheard(client, conversations[1]!, each)))
        return found
      }
      const { rows } = await client.query<{ last: string }>(
        `SELECT seq AS last FROM kernel.stream WHERE id = $1`,
        [`chat.conversation:${conversations[1]}`],
      )
      await until(
        () => listeners.every(({ heard }) => heard.length > 0),
        () => 'nobody was heard',
      )
      assert.ok(Number(rows[0]!.last) > BETWEEN)
      await until(
        async () => (await all()).length === 0,
        () => '',
      ).catch(() => undefined)
      return [...(await differences(client, load.told)), ...(await all())]
    })
    assert.ok(load.told.sent.size > BETWEEN * blows.length)
    none(wrong.length ? [...wrong, ...faultsOf(server)] : [])
  } finally {
    for (const listener of listeners) listener.close()
  }
}

/** How long it takes until a socket on one node hears what was sent on the other. */
export async function acrossMs(
  { nodes: [a, b] }: Nodes,
  { people }: Founded,
  conversation: string,
  times: number,
): Promise<number[]> {
  using ear = listen(b.url, people[1]!, conversation)
  const took: number[] = []
  const say = (text: string) =>
    call(a.url, people[0]!.token, 'chat.message.send', { conversation, text })
  await until(
    async () => {
      await say('does anybody listen?')
      return ear.heard.length > 0
    },
    () => 'the socket hears nothing',
  )
  for (let n = 0; n < times; n++) {
    const text = `across ${n} ${Math.random()}`
    const sent = Date.now()
    await say(text)
    await until(
      () => ear.heard.some((each) => each.text === text),
      () => `${text} did not come`,
    )
    took.push(Date.now() - sent)
  }
  assert.deepEqual(ear.faults, [])
  return took.toSorted((one, other) => one - other)
}

/** A token ends on one node; its socket on the other must close. Answers after how long. */
export async function revokedMs({ nodes: [a, b] }: Nodes, { people }: Founded): Promise<number> {
  const person = people[2]!
  const made = (await call(a.url, person.token, 'identity.token.create', {
    name: 'soon gone',
    scopes: ['*'],
  })) as { token: string; id: string }
  const ws = new WebSocket(`${b.url.replace('http', 'ws')}/realtime`, {
    headers: { authorization: `Bearer ${made.token}` },
  })
  await new Promise((open, failed) => ws.once('open', open).once('error', failed))
  const closed = new Promise<number>((done) => ws.once('close', (code) => done(code)))
  const { items } = (await call(a.url, person.token, 'identity.token.list', {})) as {
    items: { id: string; name: string }[]
  }
  const ended = Date.now()
  await call(a.url, person.token, 'identity.token.revoke', {
    token: items.find(({ name }) => name === 'soon gone')!.id,
  })
  assert.equal(await closed, 4401)
  return Date.now() - ended
}

export async function foundOn(cluster: Nodes): Promise<Founded & { conversation: string }> {
  const founded = await found(cluster.server, 6)
  return { ...founded, conversation: await group(cluster.server, founded.people, 'across') }
}
