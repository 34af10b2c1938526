/** A whole Tenon with the bench's shop beside its own modules; its own process, so that the load pays for itself. */
import { join } from 'node:path'
import { pino } from 'pino'
import { createHttp } from '#interface/http'
import { newId, operatorActor, type Kernel } from '#kernel'
import { hashPassword } from '../modules/identity/hash.ts'
import { readEnvironment } from '../cli/environment.ts'
import { bringUpToDate, openEngines, openKernel } from '../cli/open-kernel.ts'
import { withClient } from '#engines/postgres'
import { discover, type Installation } from '../kernel/discover.ts'
import { makeRegistry } from '../kernel/registry.ts'
import { root } from './measure.ts'
import { PASSWORD } from './password.ts'
import { sharedShop } from './shared-shop.ts'
import { shop, shopTables } from './shop.ts'

/** What the server tells its parent once it is ready. */
export interface Opened {
  readonly url: string
  readonly org: string
  /** The founder's API token: may make apps. */
  readonly founder: string
  readonly people: readonly { id: string; token: string; email: string }[]
  readonly conversations: readonly string[]
  readonly customers: readonly string[]
  readonly shared: { readonly orders: readonly string[]; readonly customers: readonly string[] }
  readonly owner: object
}
export interface Wanted {
  readonly people: number
  readonly conversations: number
  readonly orders: number
  /** The same number of orders in the shared table. */
  readonly shared?: boolean
}

async function serve(wanted: Wanted): Promise<Opened> {
  const found = await discover(root)
  const installation: Installation = {
    registry: makeRegistry(
      [...found.registry.modules.values(), shop, sharedShop],
      [Object.fromEntries(found.registry.zh)],
    ),
    migrations: [...found.migrations, shopTables],
  }
  const environment = readEnvironment()
  const engines = await openEngines(environment, () => undefined)
  await bringUpToDate(engines, installation, environment, () => undefined)
  const { kernel } = await openKernel(
    engines,
    installation,
    environment,
    pino({ level: 'error' }, pino.destination(2)),
  )
  const rates = { caller: Infinity, address: Infinity, everyone: Infinity }
  await createHttp(kernel, {
    host: environment.host,
    port: environment.port,
    publicUrl: environment.publicUrl,
    rates,
  })
  const { org, founder, people } = await plantPeople(kernel, wanted.people)
  const conversations = wanted.conversations
    ? await plantConversations(kernel, org, people, wanted.conversations, engines.owner)
    : []
  const customers = wanted.orders
    ? await plantOrders(kernel, org, people[0]!.id, wanted.orders, engines.owner)
    : []
  const shared = wanted.shared
    ? await plantShared(kernel, org, people[0]!.id, wanted.orders)
    : { orders: [], customers: [] }
  await kernel.idle()
  await withClient(engines.owner as never, (client) => client.query('VACUUM ANALYZE'))
  process.once(
    'SIGTERM',
    () =>
      void kernel[Symbol.asyncDispose]()
        .then(() => engines[Symbol.asyncDispose]())
        .then(() => process.exit(0)),
  )
  return {
    url: environment.publicUrl,
    org,
    founder,
    people,
    conversations,
    customers,
    shared,
    owner: engines.owner,
  }
}

async function plantPeople(kernel: Kernel, count: number) {
  const setup = (await kernel.call(
    'identity.setup.create',
    { company: 'Bench', email: 'bench@example.org', password: PASSWORD },
    operatorActor(kernel),
    { door: 'cli' },
  )) as { organisation: string; admin: string }
  const org = setup.organisation
  const admin = await kernel.actorOf(org, setup.admin)
  const { token: founder } = (await kernel.call(
    'identity.token.create',
    { name: 'bench', scopes: ['*'] },
    admin!,
    { door: 'cli' },
  )) as { token: string }
  const hand = operatorActor(kernel, org)
  const password_hash = await hashPassword(PASSWORD)
  const people: { id: string; token: string; email: string }[] = []
  for (let index = 0; index < count; index++) {
    const [name, email] = [`Person ${index}`, `person${index}@example.org`]
    const { id } = (await kernel.call('directory.person.create', { name, email }, hand, {
      door: 'cli',
    })) as { id: string }
    await kernel.call('identity.account.plant', { person: id, name, email, password_hash }, hand, {
      door: 'module',
    })
    const actor = await kernel.actorOf(org, id)
    const { token } = (await kernel.call(
      'identity.token.create',
      { name: 'bench', scopes: ['*'] },
      actor!,
      { door: 'cli' },
    )) as { token: string }
    people.push({ id, token, email })
  }
  return { org, founder, people }
}

/** One group by its action; the others are copies of its rows. */
async function plantConversations(
  kernel: Kernel,
  org: string,
  people: Opened['people'],
  count: number,
  owner: object,
): Promise<string[]> {
  const actor = (await kernel.actorOf(org, people[0]!.id))!
  const others = people.slice(1).map(({ id }) => id)
  const made = (await kernel.call(
    'chat.conversation.create',
    { kind: 'group', name: 'bench', people: others.slice(0, 500) },
    actor,
    { door: 'cli' },
  )) as { conversation: { id: string } }
  const first = made.conversation.id
  await kernel.idle()
  const ids = Array.from({ length: count - 1 }, () => newId())
  await withClient(owner as never, async (client) => {
    const copy = async (table: string, key: string, changes: Record<string, string>) => {
      const { rows } = await client.query<{ name: string }>(
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
        [table],
      )
      const names = rows.map(({ name }) => name)
      const values = names.map((name) => changes[name] ?? `t.${name}`)
      await client.query(
        `INSERT INTO ${table} (${names.join()}) SELECT ${values.join()} FROM ${table} t, unnest($1::uuid[]) AS new(id) WHERE t.${key} = $2`,
        [ids, first],
      )
    }
    await copy('chat.conversation', 'id', { id: 'new.id', last_seq: '0', posts: '0' })
    await copy('chat.member', 'conversation', {
      id: 'gen_random_uuid()',
      conversation: 'new.id',
      joined_seq: '0',
      read_seq: '0',
      read_posts: '0',
    })
  })
  return [first, ...ids]
}

async function plantOrders(
  kernel: Kernel,
  org: string,
  person: string,
  count: number,
  owner: object,
): Promise<string[]> {
  const customers: string[] = []
  const actor = (await kernel.actorOf(org, person))!
  for (let index = 0; index < 100; index++)
    customers.push(
      (
        (await kernel.call(
          'shop.customer.create',
          { name: `客户 ${index}`, city: 'Suzhou' },
          actor,
          { door: 'cli' },
        )) as { id: string }
      ).id,
    )
  await withClient(owner as never, (client) =>
    client.query(
      `INSERT INTO shop."order" (org, id, number, status, placed_at, total, total_currency, note, customer, owner)
       SELECT $1, gen_random_uuid(), 'N-' || n, (ARRAY['new', 'paid', 'sent', 'done'])[1 + n % 4], now() - n * interval '1 minute', 980000, 'CNY', repeat('x', 60), ($2::uuid[])[1 + n % 100], $3
       FROM generate_series(1, $4::int) n`,
      [org, customers, person, count],
    ),
  )
  return customers
}

/** By the actions themselves: what lies beside a record has to be there too. */
async function plantShared(kernel: Kernel, org: string, person: string, count: number) {
  const actor = (await kernel.actorOf(org, person))!
  const make = async (noun: string, draft: object): Promise<string> =>
    (
      (await kernel.call(`app_shop.${noun}.create`, draft, actor, { door: 'cli' })) as {
        id: string
      }
    ).id
  const customers = await Promise.all(
    Array.from({ length: 100 }, (_, at) =>
      make('customer', { name: `客户 ${at}`, city: 'Suzhou' }),
    ),
  )
  const orders: string[] = []
  while (orders.length < count) {
    const from = orders.length
    const made = Array.from({ length: Math.min(500, count - from) }, (_, at) =>
      make('order', {
        number: `N-${from + at}`,
        status: ['new', 'paid', 'sent', 'done'][at % 4],
        placed_at: new Date(Date.now() - (from + at) * 60_000).toISOString(),
        total: { amount: '980000', currency: 'CNY' },
        note: 'x'.repeat(60),
        customer: customers[at % 100]!,
        owner: person,
      }),
    )
    orders.push(...(await Promise.all(made)))
  }
  return { orders: orders.slice(0, 1000), customers }
}

const data = process.env['TENON_DATA']!
const opened = await serve(JSON.parse(process.argv[2]!) as Wanted)
process.stdout.write(`${JSON.stringify({ ...opened, data: join(data) })}\n`)
