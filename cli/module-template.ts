const title = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** A small honest module: one entity with rules, one hand-written action, one event, one page, one test. */
export function moduleFiles(name: string): Record<string, string> {
  const Title = title(name)
  return {
    'module.ts': `import { defineModule } from '#kernel'
import { finishItem } from './actions/item.finish.ts'
import { Item } from './entities.ts'
import { itemFinished } from './events.ts'
import { items } from './pages.ts'

export default defineModule({
  id: '${name}',
  title: '${Title}',
  version: 1,
  publisher: 'Your organisation',
  partnerType: 'software',
  firstParty: false,
  needs: ['directory'],
  entities: [Item],
  events: [itemFinished],
  actions: [finishItem],
  pages: [items],
  scopes: {
    '${name}.use': { title: 'Keep items of one’s own', roles: ['member'] },
  },
})
`,
    'index.ts': `export * from './entities.ts'\nexport * from './events.ts'\nexport { finishItem } from './actions/item.finish.ts'\n`,
    'entities.ts': `import { defineEntity, ref, T } from '#kernel'
import { Person } from '#modules/directory'

export const Item = defineEntity({
  id: '${name}.item',
  title: 'Item',
  fields: { title: T.String({ minLength: 1, maxLength: 200 }), owner: ref(Person), finished_at: T.Optional(T.Time()) },
  access: {
    read: { where: { owner: '$actor.id' } },
    create: { check: { owner: '$actor.id' } },
    update: { where: { owner: '$actor.id' }, fields: ['title', 'finished_at'] },
    delete: { where: { owner: '$actor.id' } },
  },
  actions: ['get', 'list', 'create', 'update', 'delete'],
})
`,
    'events.ts': `import { defineEvent, T } from '#kernel'

export const itemFinished = defineEvent({ id: '${name}.item.finished', title: 'Item finished', payload: T.Object({ item: T.Id() }) })
`,
    'pages.ts': `import { definePage } from '#kernel'

export const items = definePage({ id: '${name}.items', path: '/${name}', title: '${Title}', icon: 'list', entity: '${name}.item', columns: ['title', 'finished_at'], primary: '${name}.item.create', rail: 90, scope: '${name}.use' })
`,
    'actions/item.finish.ts': `import { conflict, defineAction, T } from '#kernel'
import { Item } from '../entities.ts'
import { itemFinished } from '../events.ts'

export const finishItem = defineAction({
  id: '${name}.item.finish',
  kind: 'command',
  effect: 'local',
  title: 'Finish an item',
  description: 'Marks one of your items as finished.',
  input: T.Object({ item: T.Id() }, { additionalProperties: false }),
  output: T.Object({ finished_at: T.Time() }),
  errors: { finishedBefore: conflict('The item is finished already.') },
  emits: [itemFinished],
  subject: 'item',
  scope: '${name}.use',
  idempotent: true,
}).run(async ({ item: id }, ctx) => {
  const item = await ctx.records(Item).get(id)
  if (item.finished_at) throw ctx.error('finishedBefore')
  const finished_at = ctx.now.toISOString()
  await ctx.records(Item).update(id, { finished_at })
  ctx.emit(itemFinished, { item: id })
  return { finished_at }
})
`,
    'actions/item.finish.test.ts': `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { finishItem } from './item.finish.ts'

test('the owner finishes an item, once; nobody else does', async () => {
  await using as = await tenon()
  const { id } = (await as.wang!.call('${name}.item.create', { title: 'Oil the chain', owner: as.wang!.id })) as { id: string }
  await as.stranger!.refuses(finishItem, { item: id }, 'notFound')
  await as.outsider!.refuses(finishItem, { item: id }, 'notFound')
  const { finished_at } = await as.wang!.call(finishItem, { item: id })
  assert.ok(finished_at)
  await as.wang!.refuses(finishItem, { item: id }, 'finishedBefore')
})
`,
    'migrations/0001_items.sql': `CREATE SCHEMA IF NOT EXISTS ${name};

CREATE TABLE ${name}.item (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  title text NOT NULL, owner uuid NOT NULL, finished_at timestamptz,
  PRIMARY KEY (org, id),
  FOREIGN KEY (org, owner) REFERENCES directory.person (org, id)
);
CREATE INDEX item_owner ON ${name}.item (org, owner, id);
SELECT kernel.seal('${name}.item');
`,
    'i18n/zh.json': `${JSON.stringify(
      {
        [name]: Title,
        [`${name}.use`]: '管理自己的条目',
        [`${name}.items`]: Title,
        [`${name}.item`]: '条目',
        [`${name}.item.title`]: '标题',
        [`${name}.item.owner`]: '负责人',
        [`${name}.item.finished_at`]: '完成时间',
        [`${name}.item.finished`]: '条目已完成',
        [`${name}.item.finish`]: '完成条目',
        [`${name}.item.get`]: '查看条目',
        [`${name}.item.list`]: '条目列表',
        [`${name}.item.create`]: '新建条目',
        [`${name}.item.update`]: '修改条目',
        [`${name}.item.delete`]: '删除条目',
      },
      null,
      2,
    )}\n`,
    'README.md': `# ${Title}\n\nWhat it is for, in two sentences. Its nouns: **Item**. Its invariants: an item belongs to its owner.\n`,
  }
}
