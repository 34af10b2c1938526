import assert from 'node:assert/strict'
import { newId } from '#kernel'
import type { Cast } from '#kernel/testing'
import { xlsxOf } from '#modules/sheets'
import type { Example } from './read.ts'

type Named = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- what an example names has any type
type Proves = (as: Cast, made: Named, given: Named) => unknown

/** Who acts, and what must be so afterwards. */
export interface Play {
  readonly who?: string
  readonly proves: Proves
}

/** What the examples name without making it: things of the sample world, and a fresh order. */
export async function givenOf(as: Cast): Promise<Named> {
  const { ids, orgs } = as.world
  const order = (await as.lin.call('orders.order.create', { title: 'Tyres' })) as { id: string }
  const { id: request } = (await as.wang.call('approval.request.create', {
    title: 'Bearings',
    approver: as.zhao.id,
  })) as { id: string }
  const card = await only(as, 'SELECT id FROM cards.card WHERE record = $1', request)
  return {
    order,
    card: card?.['id'],
    client_id: newId(),
    zhao: as.zhao.id,
    bo: as.bo.id,
    lin: as.lin.id,
    purchasing: ids['chat.conversation.procurement'],
    procurement: ids['directory.department.procurement'],
    finance: ids['directory.department.finance'],
    large: ids['calendar.room.large'],
    project: ids['projects.project.ebk'],
    app: ids['apps.app.inspections'],
    vendor: orgs['inkstone'],
    files: [await uploaded(as)],
    bytes: xlsxOf([{ name: 'Orders', rows: [['Number'], ['PO-7']] }]),
    content: Buffer.from(
      'Number,Status,Total\nPO-1,open,9800\nPO-2,open,120\nPO-3,paid,70\nPO-4,paid,60\n',
    ).toString('base64'),
  }
}

async function uploaded(as: Cast): Promise<string> {
  const blob = `${as.lin.actor.org}/${newId()}`
  const kept = await as.kernel.blobs.put(blob, Buffer.from('a quotation'))
  const file = { blob, name: 'quotation.txt', mime: 'text/plain', ...kept }
  return ((await as.lin.call('files.file.upload', { file })) as { id: string }).id
}

export function playOf({ path, defines }: Example): Play {
  const play = PLAYS[defines ? `${path} (defines)` : path]
  assert.ok(play, `${path}: say in ${import.meta.filename} what its example proves`)
  return play
}

async function only(as: Cast, sql: string, ...values: unknown[]): Promise<Named | undefined> {
  return as.owner(async (client) => (await client.query<Named>(sql, values)).rows[0])
}

const PLAYS: Record<string, Play> = {
  // No vendor is installed in the sample world: nobody was asked.
  'connections/remote/README.md': {
    proves: (_as, { items, asked }) => assert.deepEqual([items, asked], [[], []]),
  },
  'connections/vault/README.md': {
    async proves(as, { parcels, contributes, account }) {
      if (parcels) return assert.deepEqual(contributes['vault.connector'], [parcels])
      const seen = (await as.bo.call('vault.account.get', { account: account.id })) as Named
      assert.equal(seen['state'], 'valid')
      assert.ok(!JSON.stringify(seen).includes('as the service gave it'))
    },
  },
  'connections/flows/README.md': {
    async proves(as, { welcome, run }) {
      assert.equal(welcome.steps[0].value, 'Welcome, {{ trigger.name }}')
      const { state, output } = (await as.lin.call('flows.run.get', { run })) as Named
      assert.deepEqual([state, output], ['done', false])
    },
  },
  'connections/scenarios/README.md': {
    async proves(_as, { needs, uses, hash }) {
      assert.deepEqual(
        needs.map(({ role }: Named) => role),
        ['order', 'shipment', 'customer'],
      )
      assert.ok(uses.some(({ does, id }: Named) => does === 'writes' && id === 'chat.message.send'))
      assert.match(hash, /^[0-9a-f]{64}$/)
    },
  },
  'connections/oidc/README.md': {
    async proves(as, { client_id, secret, issuer }) {
      assert.equal(issuer, as.kernel.publicUrl)
      assert.ok(secret.length > 40)
      const { items } = (await as.lin.call('oidc.client.list', {})) as Named
      assert.ok(items.some((each: Named) => each['client_id'] === client_id))
    },
  },
  'modules/approval/README.md': {
    who: 'wang',
    async proves(as, _made, { zhao }) {
      const { items } = (await as.zhao.call('approval.request.list', {
        where: { approver: zhao, status: 'open' },
        limit: 1000,
      })) as Named
      assert.ok(items.some(({ title }: Named) => title === 'Tyres, 700x28, 200 pieces'))
    },
  },
  'modules/ledger/README.md': {
    async proves(_as, { results }) {
      assert.deepEqual(
        results.map(({ code }: Named) => code),
        ['ok', 'ok'],
      )
    },
  },
  'modules/devices/README.md': {
    async proves(as, { device, next }) {
      assert.equal(next, 2)
      const { latest } = (await as.lin.call('devices.device.get', { device })) as Named
      assert.equal(latest['temperature'].value, 92)
    },
  },
  'modules/apps/README.md': {
    async proves(_as, { items }) {
      assert.ok(Array.isArray(items))
    },
  },
  'modules/audit/README.md (defines)': {
    async proves(as) {
      const { id } = (await as.lin.call('directory.person.create', { name: 'Ada Gone' })) as Named
      await as.owner((client) =>
        client.query('INSERT INTO orders.remark VALUES ($1, gen_random_uuid(), $2, $3)', [
          as.lin.actor.org,
          id,
          'Ada Gone',
        ]),
      )
      await as.lin.call('directory.person.leave', { person: id })
      await as.lin.call('audit.person.erase', { person: id, confirm: 'Ada Gone' })
      await as.kernel.idle()
      const remark = await only(as, 'SELECT author_name FROM orders.remark WHERE author = $1', id)
      assert.deepEqual(remark, { author_name: null })
    },
  },
  'modules/calendar/README.md': {
    async proves(as, _made, { large }) {
      const booked = await only(
        as,
        `SELECT count(*)::int AS n FROM calendar.attendee WHERE room = $1 AND event IN (SELECT id FROM calendar.event WHERE title = '周会')`,
        large,
      )
      assert.ok(booked!['n'] > 0)
    },
  },
  'modules/cards/README.md': {
    async proves(as, { card }, { zhao }) {
      const place = await only(as, 'SELECT space FROM cards.delivery WHERE card = $1', card)
      assert.deepEqual(place, { space: `person:${zhao}` })
    },
  },
  'modules/cards/README.md (defines)': {
    async proves(as) {
      const card = await only(
        as,
        `SELECT record FROM cards.card WHERE template = 'orders.order.card'`,
      )
      await as.lin.call('orders.order.rename', { order: card!['record'], title: 'Tubes' })
      await as.kernel.idle()
      const fresh = await only(
        as,
        'SELECT summary FROM cards.card WHERE record = $1',
        card!['record'],
      )
      assert.deepEqual(fresh, { summary: 'Tubes' })
    },
  },
  'modules/catalogue/README.md': {
    async proves(as, { listing }) {
      const { items } = (await as.outsider.call('catalogue.module.list', {})) as Named
      assert.ok(items.some((each: Named) => each['listing'] === listing))
    },
  },
  'modules/chat/README.md': {
    who: 'zhao',
    async proves(as, { conversation }) {
      const { items } = (await as.bo.call('chat.message.list', {
        conversation: conversation.id,
      })) as Named
      assert.deepEqual(
        items
          .map(({ kind }: Named) => kind)
          .filter((kind: string) => kind !== 'system')
          .toSorted(),
        ['card', 'text'],
      )
    },
  },
  'modules/directory/README.md': {
    proves(_as, { result }) {
      assert.deepEqual([result.created, result.errors], [1, 0])
    },
  },
  'modules/documents/README.md': {
    async proves(as, { id }) {
      const { markdown } = (await as.lin.call('documents.document.export', {
        document: id,
      })) as Named
      assert.match(markdown, /- \[ \] Send the minutes/)
    },
  },
  'modules/files/README.md': {
    async proves(as, { attached }, { order, files }) {
      assert.equal(attached.size, 1)
      const file = await only(as, 'SELECT record FROM files.file WHERE id = $1', files[0])
      assert.deepEqual(file, { record: order.id })
    },
  },
  'modules/identity/README.md': {
    async proves(as, { token }) {
      assert.equal((await as.person('zhao')).actor.scopes.get('directory.export'), 'department')
      const reader = await as.kernel.authenticate({ scheme: 'bearer', token })
      assert.deepEqual([...reader!.scopes.keys()], ['directory.read'])
    },
  },
  'modules/notify/README.md': {
    async proves(as, _made, { order }) {
      const { items } = (await as.zhao.call('notify.notice.list', {})) as Named
      assert.ok(items.some(({ link }: Named) => link === `/orders/${order.id}`))
    },
  },
  'modules/parties/README.md': {
    async proves(as, _made, { order, vendor }) {
      const { items } = (await as
        .of({ ...as.operator.actor, org: vendor })
        .call('parties.projection.list', {})) as Named
      const seen = items.find(({ record }: Named) => record === order.id)
      assert.deepEqual(seen.visible, { title: 'Tyres' })
    },
  },
  'modules/projects/README.md': {
    who: 'anna',
    async proves(as, { task, before }) {
      const row = await only(as, 'SELECT state FROM projects.task WHERE id = $1', task.id)
      assert.deepEqual(row, { state: before.state })
    },
  },
  'modules/sheets/README.md': {
    proves(_as, { first, file, text }) {
      assert.equal(first.grid.length, 2)
      assert.ok(file.length > 500)
      assert.equal(text, '"\'=1+1"\r\n')
    },
  },
  'modules/standards/README.md': {
    async proves(as, made) {
      assert.ok(made['items'].length > 0)
      const { items } = (await as.lin.call('standards.binding.list', {})) as Named
      assert.ok(items.some((each: Named) => each['module'] === 'directory'))
    },
  },
  'connections/hooks/README.md': {
    async proves(as, { id, secret, items, next }) {
      assert.match(secret, /^whsec_/)
      assert.ok(items.every(({ type }: Named) => String(type).startsWith('approval.')))
      assert.match(next, /^\d+\./)
      const { items: all } = (await as.lin.call('hooks.endpoint.list', {})) as Named
      assert.ok(all.some((each: Named) => each['id'] === id))
    },
  },
  'connections/imports/README.md': {
    async proves(as, { made }) {
      assert.equal(made.module, 'api_weather')
      const registry = await as.kernel.registryOf(as.lin.actor.org)
      assert.ok(registry.actions.has('api_weather.forecast.get'))
    },
  },
  'connections/connectors/README.md': {
    proves(_as, { items }) {
      assert.deepEqual(
        items.map(({ id, state }: Named) => [id, state]),
        [['dingtalk', 'verified']],
      )
    },
  },
  'modules/todo/README.md': {
    async proves(as, _made, { order }) {
      const row = await only(as, 'SELECT person, state FROM todo.item WHERE key = $1', order.id)
      assert.deepEqual(row, { person: as.zhao.id, state: 'done' })
    },
  },
}
