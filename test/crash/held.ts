import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { none } from '../tree.ts'
import { listen, startLoad } from './load.ts'
import { until } from './rounds.ts'
import { crashServer, found, group } from './server.ts'
import { differences, misheard } from './verify.ts'

/** A transaction that has written an event, a message and a person, and neither commits nor ends. */
export async function holdWriter(ms: number): Promise<void> {
  await using server = await crashServer()
  await server.start()
  const { org, people } = await found(server, 4)
  const conversation = await group(server, people)
  using listener = listen(server.url, people[1]!, conversation)
  await using load = startLoad(server.url, people, [conversation])
  await until(() => listener.heard.length > 20, 'chat does not begin')
  await server.owner(async (client) => {
    await client.query('BEGIN')
    await client.query(
      `INSERT INTO kernel.event (org, id, type, actor, payload) VALUES ($1, gen_random_uuid(), 'held.open.now', 'test', '{}')`,
      [org],
    )
    await client.query(
      'UPDATE directory.person SET updated_at = now() WHERE org = $1 AND id = $2',
      [org, people[3]!.id],
    )
    const deadline = Date.now() + ms
    while (Date.now() < deadline) {
      const [sent, heard] = [load.told.sent.size, listener.heard.length]
      await sleep(500)
      assert.ok(load.told.sent.size > sent, 'nothing is acknowledged while a writer is open')
      assert.ok(listener.heard.length > heard, 'nothing is heard while a writer is open')
    }
    await client.query('ROLLBACK')
  })
  await load.stop()
  const wrong = await server.owner(async (client) => {
    await until(
      async () => (await misheard(client, conversation, listener)).length === 0,
      'the listener does not catch up',
    ).catch(() => undefined)
    return [
      ...(await differences(client, load.told)),
      ...(await misheard(client, conversation, listener)),
    ]
  })
  listener.close()
  none(wrong)
}
