import { defineAction, defineEntity, defineEvent, defineModule, ref, T, within } from '#kernel'

/** The bench's shop again, as a builder would have made it: the same fields, in the shared table. */
const id = (n: number): string => `0198dddd-0000-7000-8000-${String(n).padStart(12, '0')}`

export const Customer = defineEntity({
  id: 'app_shop.customer',
  title: 'Customer',
  layout: 'shared',
  shared: { id: id(1), keys: { name: 'f1', city: 'f2' } },
  fields: { name: T.String({ maxLength: 100 }), city: T.String({ maxLength: 100 }) },
  access: { read: { where: true }, create: { check: true } },
  actions: ['get', 'list', 'create'],
})

export const Order = defineEntity({
  id: 'app_shop.order',
  title: 'Order',
  label: 'number',
  layout: 'shared',
  shared: {
    id: id(2),
    keys: {
      number: 'f1',
      status: 'f2',
      placed_at: 'f3',
      total: 'f4',
      note: 'f5',
      customer: 'f6',
      owner: 'f7',
    },
    long: ['note'],
  },
  fields: {
    number: T.String({ maxLength: 40 }),
    status: T.Enum(['new', 'paid', 'sent', 'done']),
    placed_at: T.Time(),
    total: T.Money(),
    note: T.Optional(T.String({ maxLength: 1000 })),
    customer: ref('app_shop.customer'),
    owner: T.Id(),
  },
  access: {
    read: { where: within('app_shop.read', { self: 'owner' }) },
    create: { check: { owner: '$actor.id' } },
  },
  actions: ['get', 'list', 'create'],
})

/** Five links on every record. */
const Deal = defineEntity({
  id: 'app_shop.deal',
  title: 'Deal',
  label: 'number',
  layout: 'shared',
  shared: {
    id: id(3),
    keys: { number: 'f1', a: 'f2', b: 'f3', c: 'f4', d: 'f5', e: 'f6' },
  },
  fields: {
    number: T.String({ maxLength: 40 }),
    a: ref('app_shop.customer'),
    b: ref('app_shop.customer'),
    c: ref('app_shop.customer'),
    d: ref('app_shop.order'),
    e: ref('app_shop.order'),
  },
  access: {
    read: { where: within('app_shop.read', { self: 'a' }) },
    create: { check: true },
  },
  actions: ['list', 'create'],
})

/** What the import bar asks for: ten typed columns, one unique key, one reference. */
export const Ware = defineEntity({
  id: 'app_shop.ware',
  title: 'Ware',
  label: 'number',
  layout: 'shared',
  shared: {
    id: id(4),
    keys: {
      number: 'f1',
      state: 'f2',
      supplier: 'f3',
      price: 'f4',
      weight: 'f5',
      stock: 'f6',
      seen_at: 'f7',
      day: 'f8',
      city: 'f9',
      sold: 'f10',
    },
    unique: [['number']],
  },
  fields: {
    number: T.String({ maxLength: 40 }),
    state: T.Enum(['new', 'on sale', 'sold out', 'gone']),
    supplier: ref('app_shop.customer'),
    price: T.Money(),
    weight: T.Number(),
    stock: T.Integer(),
    seen_at: T.Time(),
    day: T.Day(),
    city: T.String({ maxLength: 100 }),
    sold: T.Boolean(),
  },
  access: { read: { where: true }, create: { check: true } },
  actions: ['get', 'list', 'create'],
})

const loaded = defineEvent({
  id: 'app_shop.ware.loaded',
  title: 'Wares loaded',
  payload: T.Object({ count: T.Integer() }),
})

/** A chunk of an import: one transaction, one audit row, one event. */
const loadWares = defineAction({
  id: 'app_shop.ware.load',
  kind: 'command',
  effect: 'local',
  title: 'Load wares',
  description: 'Adds a chunk of wares.',
  scope: 'app_shop.use',
  emits: [loaded],
  input: T.Object({ rows: T.Array(T.Unknown()), batch: T.Id() }, { additionalProperties: false }),
  output: T.Object({ count: T.Integer() }),
}).run(async ({ rows, batch }, ctx) => {
  const done = await ctx.records(Ware).load(rows as never, { batch })
  ctx.emit(loaded, done)
  return done
})

export const sharedShop = defineModule({
  id: 'app_shop',
  title: 'Shop in the shared table',
  version: 1,
  publisher: 'bench',
  partnerType: 'base',
  firstParty: false,
  needs: [],
  entities: [Customer, Order, Deal, Ware],
  events: [loaded],
  actions: [loadWares],
  scopes: {
    'app_shop.use': { title: 'Use the shop', roles: ['member'] },
    'app_shop.read': { title: 'Read orders', roles: ['member'] },
  },
})
