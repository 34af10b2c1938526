import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { SEED, seeded } from '../../kernel/testing.ts'
import { none } from '../tree.ts'
import { listen, startLoad } from './load.ts'
import { crashServer, faultsOf, found, group } from './server.ts'
import { differences, misheard } from './verify.ts'

/** Kills server and database at random moments under load, so many times, and proves that nothing was lost. */
export async function crash(rounds: number, say: (line: string) => void): Promise<void> {
  const random = seeded(SEED)
  await using server = await crashServer()
  await server.start()
  const { people } = await found(server, 6)
  const conversations = await Promise.all(
    ['one', 'two', 'three'].map((name) => group(server, people, name)),
  )
  using listener = listen(server.url, people[4]!, conversations[1]!)
  await using load = startLoad(server.url, people, conversations)
  for (let round = 1; round <= rounds; round++) {
    await sleep(100 + random() * 900)
    const victim = (['server', 'server', 'postmaster', 'backend', 'both'] as const)[
      Math.floor(random() * 5)
    ]!
    const before = load.told.sent.size
    if (victim === 'both') {
      const dying = server.kill()
      end(await server.postgres('postmaster'))
      await dying
    } else if (victim === 'server') await server.kill()
    else end(await server.postgres(victim))
    if (!server.alive()) await server.start()
    await until(
      () => load.told.sent.size > before + 5,
      `round ${round}: nothing is acknowledged any more after the death of the ${victim}`,
    )
    say(
      `round ${round} of ${rounds}: ${victim} died; ${load.told.sent.size} messages, ${load.told.decided.size} decisions acknowledged`,
    )
  }
  await load.stop()
  // What was committed last is still on its way to the listener.
  const wrong = await server.owner(async (client) => {
    await until(
      async () => (await misheard(client, conversations[1]!, listener)).length === 0,
      '',
    ).catch(() => undefined)
    return [
      ...(await differences(client, load.told)),
      ...(await misheard(client, conversations[1]!, listener)),
    ]
  })
  listener.close()
  assert.ok(
    load.told.sent.size > rounds * 5 && load.told.decided.size > 0 && listener.heard.length > 0,
    'there was a load',
  )
  none(wrong.length ? [...wrong, ...faultsOf(server)] : [])
}

function end(pid: number | undefined): void {
  if (pid) process.kill(pid, 'SIGKILL')
}

const PATIENCE_MS = 30_000

export async function until(
  done: () => boolean | Promise<boolean>,
  otherwise: string,
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!(await done())) {
    assert.ok(Date.now() < deadline, otherwise)
    await sleep(20)
  }
}
