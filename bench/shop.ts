import { T, defineAction, defineEntity, defineModule, ref, within } from '#kernel'
import type { Migration } from '../kernel/migrate.ts'

/** What peers were measured with: orders that link to customers (reference/peers.md section 1). */
const Customer = defineEntity({
  id: 'shop.customer',
  title: 'Customer',
  fields: { name: T.String({ maxLength: 100 }), city: T.String({ maxLength: 100 }) },
  access: { read: { where: true }, create: { check: true } },
  actions: ['get', 'list', 'create'],
})

const Order = defineEntity({
  id: 'shop.order',
  title: 'Order',
  label: 'number',
  fields: {
    number: T.String({ maxLength: 40 }),
    status: T.Enum(['new', 'paid', 'sent', 'done']),
    placed_at: T.Time(),
    total: T.Money(),
    note: T.Optional(T.String({ maxLength: 1000 })),
    customer: ref(Customer),
    owner: T.Id(),
  },
  access: {
    read: { where: within('shop.read', { self: 'owner' }) },
    create: { check: { owner: '$actor.id' } },
  },
  actions: ['get', 'list', 'create'],
})

/** Does nothing, so that all that is measured is what is around it. */
const ping = defineAction({
  id: 'shop.bell.ping',
  kind: 'query',
  effect: 'local',
  title: 'Ping',
  description: 'Answers.',
  scope: 'shop.use',
  input: T.Object(
    { n: T.Integer(), text: T.String({ maxLength: 100 }) },
    { additionalProperties: false },
  ),
  output: T.Object({ n: T.Integer() }),
}).run(async ({ n }) => ({ n }))

export const shop = defineModule({
  id: 'shop',
  title: 'Shop',
  version: 1,
  publisher: 'bench',
  partnerType: 'base',
  firstParty: true,
  needs: [],
  entities: [Customer, Order],
  actions: [ping],
  scopes: {
    'shop.use': { title: 'Use the shop', roles: ['member'] },
    'shop.read': { title: 'Read orders', roles: ['member'] },
  },
})

const managed = `org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1`

export const shopTables: Migration = {
  module: 'shop',
  name: '0001_shop.sql',
  hash: 'bench-1',
  text: `CREATE SCHEMA shop;
    CREATE TABLE shop.customer (${managed}, name text NOT NULL, city text NOT NULL, PRIMARY KEY (org, id));
    CREATE TABLE shop."order" (${managed}, number text NOT NULL, status text NOT NULL, placed_at timestamptz NOT NULL,
      total bigint NOT NULL, total_currency text NOT NULL, note text, customer uuid NOT NULL, owner uuid NOT NULL, PRIMARY KEY (org, id));
    CREATE INDEX order_status ON shop."order" (org, status, placed_at DESC, id DESC);
    SELECT kernel.seal('shop.customer'); SELECT kernel.seal('shop.order');
    CREATE SCHEMA bare;
    CREATE TABLE bare.conversation (id uuid PRIMARY KEY, seq bigint NOT NULL) WITH (fillfactor = 50);
    CREATE TABLE bare.message (conversation uuid NOT NULL, seq bigint NOT NULL, id uuid NOT NULL, sender text NOT NULL, text text NOT NULL,
      at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (conversation, seq));
    ALTER TABLE bare.conversation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    ALTER TABLE bare.message ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY owner ON bare.conversation TO CURRENT_USER USING (true) WITH CHECK (true);
    CREATE POLICY owner ON bare.message TO CURRENT_USER USING (true) WITH CHECK (true);`,
}
