import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { newId, operatorActor, OPERATOR_ORG, type Entity, type Registry } from '#kernel'
import { SEED, tenon, type Cast, type Voice } from '../../kernel/testing.ts'
import { native } from '../../engines/records/native/index.ts'
import { openShared } from '../../engines/records/shared/index.ts'
import { none } from '../tree.ts'
import type { Schema } from './arbitrary.ts'
import { buildApps } from './built.ts'
import { callerOf, openDoors, type Caller, type Doors } from './doors.ts'
import { holdingsOf, idsOf, leaks, lost, secretsOf, tableOf } from './secrets.ts'
import { besiege } from './siege.ts'

const nounOf = (entity: Entity): string => entity.id.split('.')[1]!
const refsOf = (entity: Entity): string[] =>
  Object.entries(entity.fields).flatMap(([name, schema]) =>
    (schema as Schema)['x-ref'] ? [name] : [],
  )

describe(`what is one organisation’s is nobody else’s (TENON_SEED=${SEED})`, () => {
  let as: Cast
  let all: Doors
  let thief: Caller
  let outsider: Voice
  let theirs: string
  let registry: Registry
  let ids: Map<string, string[]>
  let secrets: Set<string>
  before(async () => {
    as = await tenon()
    ;({ registry } = await buildApps(as))
    all = await openDoors(as)
    outsider = as['outsider']!
    thief = await callerOf('outsider', outsider)
    theirs = as['lin']!.actor.org
    await as.kernel.idle()
    ids = await idsOf(as, theirs)
    secrets = secretsOf(await holdingsOf(as, theirs), await holdingsOf(as, outsider.actor.org))
    // Everybody may read what stands on the plaza; who has installed it is what must not be told.
    secrets.delete(as.world.ids['catalogue.listing.loans']!)
    assert.ok(
      [...ids.values()].flat().length > 40 && secrets.size > 60,
      'the sample world is worth stealing from',
    )
  })
  after(async () => {
    await all[Symbol.asyncDispose]()
    await as[Symbol.asyncDispose]()
  })

  test('get answers as if the record did not exist', async () => {
    const wrong: string[] = []
    for (const [entity, known] of ids) {
      const action = registry.actions.get(`${entity}.get`)
      if (!action || action.internal) continue
      const name = action.subject ?? nounOf(registry.entity(entity))
      for (const id of known)
        for (const door of all.doors.filter((each) => each.offers(action))) {
          const [real, none] = await Promise.all(
            [id, newId()].map((each) => door.knock(thief, action.id, { [name]: each })),
          )
          if (real!.code !== 'notFound' || none!.code !== 'notFound')
            wrong.push(
              `${door.name} ${action.id}: ${real!.code}, and ${none!.code} for one that does not exist`,
            )
        }
    }
    none(wrong)
  })

  test('lists hold none of it, whatever is asked', async () => {
    const wrong: string[] = []
    const owned = await as['lin']!.call('directory.person.list', {})
    assert.ok(leaks(secrets, owned, {}).length > 10, 'a leak would be noticed')
    for (const [entity, known] of ids) {
      const action = registry.actions.get(`${entity}.list`)
      const inputs = (action?.input as Schema | undefined)?.properties ?? {}
      if (!action || action.internal) continue
      const asked: object[] = [
        {},
        ...(inputs['where']
          ? [
              { where: { id: { in: known } } },
              ...refsOf(registry.entity(entity)).map((name) => ({
                where: { [name]: known[0] ?? newId() },
              })),
            ]
          : []),
      ]
      for (const input of asked)
        for (const door of all.doors) {
          const answer = await door.knock(thief, action.id, input)
          const told = leaks(secrets, answer.output, {})
          if (told.length || answer.code === 'internal')
            wrong.push(
              `${door.name} ${action.id} ${JSON.stringify(input)}: ${answer.code} ${told.slice(0, 3).join()}`,
            )
        }
    }
    none(wrong)
  })

  test('a reference to it brings nothing along', async () => {
    const wrong: string[] = []
    for (const entity of as.kernel.registry.entities.values()) {
      const references = refsOf(entity)
      if (!as.kernel.registry.actions.has(`${entity.id}.list`) || references.length === 0) continue
      for (const name of references) {
        const target = (entity.fields[name] as Schema)['x-ref']!
        const stolen = ids.get(target)?.[0]
        const mend = stolen && (await pointAt(entity, name, stolen))
        if (!mend) continue
        const { items } = (await outsider
          .call(`${entity.id}.list`, { expand: [name], limit: 1000 })
          .catch(() => ({ items: [] }))) as { items: Record<string, unknown>[] }
        await mend()
        const brought = items.filter(
          (item) => item[name] === stolen && item[`${name}$`] !== undefined,
        )
        if (brought.length)
          wrong.push(`${entity.id}.${name} shows ${JSON.stringify(brought[0]![`${name}$`])}`)
      }
    }
    none(wrong)
  })

  /** Makes one of the outsider's own rows point abroad, and answers how to mend it; nothing where the database itself refuses. */
  const pointAt = async (
    entity: Entity,
    field: string,
    id: string,
  ): Promise<(() => Promise<void>) | undefined> => {
    const [schema, table] = entity.id.split('.') as [string, string]
    const own = outsider.actor.org
    const set = (value: unknown, row: string) =>
      as.owner((client) =>
        client.query(
          `UPDATE "${schema}"."${table}" SET "${field}" = $1 WHERE org = $2 AND id = $3`,
          [value, own, row],
        ),
      )
    const { rows } = await as.owner((client) =>
      client.query<{ id: string; was: unknown }>(
        `SELECT id, "${field}" AS was FROM "${schema}"."${table}" WHERE org = $1 LIMIT 1`,
        [own],
      ),
    )
    const [row] = rows
    if (!row || !(await set(id, row.id).catch(() => undefined))) return undefined
    return async () => void (await set(row.was, row.id))
  }

  test('streams of it cannot be joined', async () => {
    const wrong: string[] = []
    const streams = [...as.kernel.registry.streams.values()].flatMap(({ id }) =>
      (ids.get(id) ?? []).map((record) => `${id}:${record}`),
    )
    for (const stream of [
      ...streams,
      ...ids.get('directory.person')!.map((id) => `person:${id}`),
    ]) {
      const answer = await all.join(thief, stream)
      if (!['notFound', 'forbidden'].includes(answer.code)) wrong.push(`${stream}: ${answer.code}`)
    }
    assert.ok(streams.length > 0)
    none(wrong)
  })

  test('files of it are not served', async () => {
    const bearer = { authorization: `Bearer ${thief.token}` }
    for (const id of [...(ids.get('files.file') ?? []), newId()]) {
      const { status } = await fetch(`${all.url}/files/${id}`, { headers: bearer })
      assert.equal(status, 404, id)
    }
  })

  test('no action with its ids tells or changes anything', async () => {
    await caughtUp()
    const [before, server] = await Promise.all([
      holdingsOf(as, theirs),
      holdingsOf(as, OPERATOR_ORG),
    ])
    const wrong = await besiege({
      doors: all.doors,
      caller: thief,
      registry,
      ids,
      secrets,
      runs: 3,
    })
    await as.kernel.idle()
    const [after, serverAfter] = await Promise.all([
      holdingsOf(as, theirs),
      holdingsOf(as, OPERATOR_ORG),
    ])
    none([
      ...wrong,
      // A timer that came due meanwhile is gone.
      ...lost(before, after).flatMap((row) =>
        /^kernel\.job: .*,waiting,/.test(row) ? [] : [`changed ${row}`],
      ),
      ...lost(after, before).map((row) => `added ${row}`),
    ])
    // Server-wide rows that changed are about the caller and nobody else.
    const own = [
      outsider.actor.org,
      outsider.id,
      outsider.actor.account ?? outsider.id,
      ...(await accountsOf(outsider.actor.org)),
    ]
    none(
      lost(server, serverAfter).filter(
        // How far the log has been read moves by itself.
        (row) => !/^(kernel|\w+\.cursor)\b/.test(row) && !own.some((id) => row.includes(id)),
      ),
    )
  })

  /** What follows the sample's own messages in the background has been written: it is no effect of the siege. */
  const caughtUp = async (): Promise<void> => {
    for (;;) {
      const { rows } = await as.owner((client) => client.query('SELECT org FROM chat.behind()'))
      if (rows.length === 0) break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    await as.kernel.idle()
  }

  const accountsOf = async (org: string): Promise<string[]> =>
    as.owner(async (client) => {
      const { rows } = await client.query<{ account: string }>(
        'SELECT account FROM directory.person WHERE org = $1 AND account IS NOT NULL',
        [org],
      )
      return rows.map(({ account }) => account)
    })

  test('a projection is seen by the party it names, and by no other', async () => {
    const record = ids.get('directory.person')![0]!
    await as.owner((client) =>
      client.query(
        `INSERT INTO parties.projection (org, id, source_org, entity, record, role, visible, source_rev) VALUES ($1, $2, $3, 'approval.request', $4, 'buyer', '{"title":"projected"}', 1)`,
        [outsider.actor.org, newId(), theirs, record],
      ),
    )
    const seen = async (voice: Voice) => {
      const { items } = (await voice.call('parties.projection.list', {})) as {
        items: { visible: unknown }[]
      }
      return items.map(({ visible }) => visible)
    }
    assert.deepEqual(await seen(outsider), [{ title: 'projected' }])
    assert.deepEqual(await seen(as['lin']!), [])
    for (const party of ['inkstone', 'gusu', 'operator'])
      assert.deepEqual(await seen(as.of(operatorActor(as.kernel, as.world.orgs[party]))), [], party)
  })
})

describe(`what is somebody else’s is not the stranger’s (TENON_SEED=${SEED})`, () => {
  let as: Cast
  let all: Doors
  let registry: Registry
  before(async () => {
    as = await tenon()
    ;({ registry } = await buildApps(as))
    all = await openDoors(as)
    await as.kernel.idle()
  })
  after(async () => {
    await all[Symbol.asyncDispose]()
    await as[Symbol.asyncDispose]()
  })

  test('no action with ids he may not read tells or changes anything', async () => {
    const stranger = await as.person('stranger')
    const { org } = stranger.actor
    const hidden = new Map<string, string[]>()
    for (const [entity, known] of await idsOf(as, org, 1000)) {
      const seen = await visible(stranger, registry.entity(entity))
      hidden.set(
        entity,
        known.filter((id) => !seen.has(id)),
      )
    }
    const secrets = new Set([...hidden.values()].flat())
    assert.ok(
      hidden.get('chat.conversation')!.length > 0 && hidden.get('chat.message')!.length > 0,
      'there are conversations that he is not in',
    )
    const caller = await callerOf('stranger', stranger)
    const before = await rowsOf(hidden, org)
    const wrong = await besiege({
      doors: all.doors,
      caller,
      registry,
      ids: hidden,
      secrets,
      runs: 3,
    })
    await as.kernel.idle()
    const after = await rowsOf(hidden, org)
    none([...wrong, ...before.filter((row) => !after.includes(row)).map((row) => `changed ${row}`)])
  })

  const layoutOf = ({ shared }: Entity) =>
    shared ? openShared(as.kernel.database, as.kernel.log) : native

  async function visible(voice: Voice, entity: Entity): Promise<Set<string>> {
    const env = {
      session: as.kernel.database.reader(voice.actor.org),
      org: voice.actor.org,
      actor: voice.actor,
      lookup: registry.entity,
      entities: () => registry.entities.values(),
      newId,
    }
    const { items } = await layoutOf(entity).records(entity, env).list({ limit: 1000 })
    return new Set(items.map(({ id }) => id as string))
  }

  const rowsOf = (hidden: ReadonlyMap<string, readonly string[]>, org: string): Promise<string[]> =>
    as.owner(async (client) => {
      const rows = []
      for (const [entity, ids] of hidden) {
        const found = await client.query<{ row: string }>(
          `SELECT t::text AS row FROM ${tableOf(registry.entity(entity))} AND org = $1 AND id = ANY($2::uuid[])`,
          [org, ids],
        )
        rows.push(...found.rows.map(({ row }) => `${entity}: ${row}`))
      }
      return rows
    })
})
