import {
  defineAction,
  defineCard,
  defineEntity,
  defineEvent,
  defineModule,
  heading,
  T,
  type Context,
  type Subscription,
} from '#kernel'
import type { Beside } from '#kernel/testing'

/** What an example does within an action. */
export type Scene = (ctx: Context) => Promise<unknown>

/** The module that the examples of the READMEs speak as: it keeps orders. */
export const Order = defineEntity({
  id: 'orders.order',
  title: 'Order',
  scope: 'orders.use',
  fields: { title: T.String(), note: T.Optional(T.String()) },
  access: { read: { where: true }, create: { check: true }, update: { where: true } },
  actions: ['get', 'create', 'update'],
})

export const orderChanged = defineEvent({
  id: 'orders.order.changed',
  title: 'Order changed',
  payload: T.Object({ order: T.Id() }),
})

const faceOfOrder = defineAction({
  id: 'orders.order.face',
  kind: 'query',
  effect: 'local',
  title: 'What an order’s card shows',
  description: 'The public data of an order.',
  input: T.Object({ order: T.Id() }, { additionalProperties: false }),
  output: T.Object({ title: T.String() }),
  scope: 'member',
}).run(async ({ order }, ctx) => {
  const { title } = await ctx.records(Order).get(order)
  return { title }
})

export const orderCard = defineCard({
  id: 'orders.order.card',
  title: 'Order',
  version: 1,
  load: faceOfOrder,
  subject: 'order',
  summary: (data) => ({ text: [data.title] }),
  refreshOn: [{ event: orderChanged, subject: 'order' }],
  forward: 'live',
}).view((data) => [heading(data.title)])

const renameOrder = defineAction({
  id: 'orders.order.rename',
  kind: 'command',
  effect: 'local',
  title: 'Rename an order',
  description: 'Gives an order another title.',
  input: T.Object({ order: T.Id(), title: T.String() }, { additionalProperties: false }),
  output: T.Null(),
  emits: [orderChanged],
  scope: 'member',
}).run(async ({ order, title }, ctx) => {
  await ctx.records(Order).update(order, { title })
  ctx.emit(orderChanged, { order })
  return null
})

let scene: Scene | undefined
const play = defineAction({
  id: 'orders.scene.play',
  kind: 'command',
  effect: 'local',
  title: 'Play an example',
  description: 'Runs what a README shows, as an action of this module.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Json(),
  silent: 'what it calls says what happened',
  scope: 'member',
}).run(async (_input, ctx) => ((await scene!(ctx as Context)) ?? null) as never)

/** Runs it with the `ctx` of an action of this module. */
export async function within(
  call: (action: typeof play, input: object) => Promise<unknown>,
  next: Scene,
): Promise<void> {
  scene = next
  await call(play, {})
}

export const orders = (subscriptions: readonly Subscription[]): Beside => ({
  module: defineModule({
    id: 'orders',
    title: 'Orders',
    version: 1,
    publisher: 'test',
    partnerType: 'base',
    firstParty: false,
    needs: ['directory'],
    entities: [Order],
    events: [orderChanged],
    actions: [faceOfOrder, renameOrder, play],
    cards: [orderCard],
    subscriptions,
    acts: ['organisation.cross'],
    scopes: { 'orders.use': { title: 'Use orders', roles: ['member'] } },
  }),
  tables: {
    module: 'orders',
    name: '0001_orders.sql',
    hash: 'orders-1',
    text: `CREATE SCHEMA orders;
      CREATE TABLE orders.order (org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
        title text NOT NULL, note text, PRIMARY KEY (org, id));
      SELECT kernel.seal('orders.order');
      CREATE TABLE orders.remark (org uuid NOT NULL, id uuid NOT NULL, author uuid NOT NULL, author_name text, PRIMARY KEY (org, id));
      SELECT kernel.seal('orders.remark');`,
  },
})
