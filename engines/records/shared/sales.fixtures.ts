import { defineAction, defineEntity, defineModule, ref, scope, T } from '#kernel'

const access = { read: { where: true }, create: {}, update: {}, delete: {} } as const
const actions = ['get', 'list', 'aggregate', 'history', 'create', 'update', 'delete'] as const

const Customer = defineEntity({
  id: 'app_sales.customer',
  title: 'Customer',
  layout: 'shared',
  shared: {
    id: '0198cccc-0000-7000-8000-000000000001',
    keys: { name: 'f1', secret: 'f2' },
    unique: [['secret']],
  },
  fields: { name: T.String({ maxLength: 100 }), secret: T.Optional(T.String({ maxLength: 100 })) },
  access: { ...access, read: { where: true, fields: { secret: scope('app_sales.secret') } } },
  actions,
})
const Order = defineEntity({
  id: 'app_sales.order',
  title: 'Order',
  layout: 'shared',
  label: 'number',
  shared: {
    id: '0198cccc-0000-7000-8000-000000000002',
    keys: {
      number: 'f1',
      reference: 'f2',
      customer: 'f3',
      agent: 'f4',
      total: 'f5',
      weight: 'f6',
      placed: 'f7',
      due: 'f8',
      paid: 'f9',
      tags: 'f10',
      note: 'f11',
      watchers: 'f12',
      pieces: 'f13',
    },
    unique: [['reference']],
    serial: { number: { prefix: 'PO-', period: 'year', digits: 4 } },
    onDelete: { agent: 'clear', watchers: 'clear' },
  },
  fields: {
    number: T.Optional(T.String({ maxLength: 40 })),
    reference: T.Optional(T.String({ maxLength: 300 })),
    customer: ref('app_sales.customer'),
    agent: T.Optional(ref('app_sales.customer')),
    total: T.Optional(T.Money()),
    weight: T.Optional(T.Number()),
    placed: T.Optional(T.Time()),
    due: T.Optional(T.Day()),
    paid: T.Optional(T.Boolean()),
    tags: T.Optional(T.Array(T.String())),
    note: T.Optional(T.String({ maxLength: 5000 })),
    watchers: T.Optional(T.Array(ref('app_sales.customer'))),
    pieces: T.Optional(T.Integer()),
  },
  access,
  actions,
})
const bulk = defineAction({
  id: 'app_sales.order.load',
  kind: 'command',
  effect: 'local',
  title: 'Load',
  description: 'Loads.',
  scope: 'app_sales.use',
  silent: 'test',
  input: T.Object({ rows: T.Array(T.Unknown()), batch: T.Optional(T.Id()) }),
  output: T.Object({ count: T.Integer() }),
}).run(({ rows, batch }, ctx) => ctx.records(Order).load(rows as never, batch ? { batch } : {}))
const undo = defineAction({
  id: 'app_sales.order.unload',
  kind: 'command',
  effect: 'local',
  title: 'Unload',
  description: 'Takes back.',
  scope: 'app_sales.use',
  silent: 'test',
  input: T.Object({ batch: T.Id() }),
  output: T.Object({ count: T.Integer() }),
}).run(async ({ batch }, ctx) => ({ count: await ctx.records(Order).unload(batch) }))
export const sales = defineModule({
  id: 'app_sales',
  title: 'Sales',
  version: 1,
  publisher: 'test',
  partnerType: 'base',
  firstParty: false,
  needs: [],
  entities: [Customer, Order],
  actions: [bulk, undo],
  scopes: {
    'app_sales.use': { title: 'Use', roles: ['member'] },
    'app_sales.secret': { title: 'Secrets', roles: [] },
  },
})
