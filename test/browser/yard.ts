import { defineEntity, defineModule, definePage, ref, scope, anyOf, T } from '#kernel'
import type { Beside } from '#kernel/testing'

/**
 * A module that only the browser tests have: one entity with every kind of field that the generic
 * pages draw, and a rule that refuses, so that what they promise is tested without a product module.
 */
const Job = defineEntity({
  id: 'yard.job',
  title: 'Job',
  label: 'name',
  search: ['name'],
  scope: 'yard.use',
  fields: {
    name: T.String({ title: 'Name', minLength: 1, maxLength: 200 }),
    state: T.Enum(['todo', 'doing', 'done'], { title: 'State' }),
    starts_on: T.Optional(T.Day({ title: 'Starts' })),
    ends_on: T.Optional(T.Day({ title: 'Ends' })),
    who: T.Optional(ref('directory.person', { title: 'Who' })),
    hours: T.Optional(T.Integer({ title: 'Hours', minimum: 0, maximum: 1000 })),
    price: T.Optional(T.Money({ title: 'Price' })),
    urgent: T.Optional(T.Boolean({ title: 'Urgent' })),
    note: T.Optional(T.String({ title: 'Note', maxLength: 4000, 'x-long': true })),
    after: T.Optional(
      T.Array(T.Id({ 'x-ref': 'yard.job', 'x-pick': 'yard.job.list' }), { title: 'After' }),
    ),
    parent: T.Optional(ref('yard.job', { title: 'Part of' })),
    files: T.Optional(T.Array(ref('files.file'), { title: 'Files', maxItems: 20 })),
  },
  access: {
    read: { where: true },
    create: { check: true },
    update: {
      where: anyOf({ state: { ne: 'done' } }, scope('yard.reopen')),
      reason: 'What is done stays done.',
    },
    delete: { where: true },
  },
  actions: ['get', 'list', 'aggregate', 'create', 'update', 'delete'],
})

const module = defineModule({
  id: 'yard',
  title: 'Yard',
  version: 1,
  publisher: 'test',
  partnerType: 'base',
  firstParty: false,
  needs: ['directory'],
  entities: [Job],
  actions: [],
  pages: [
    definePage({
      id: 'yard.jobs',
      path: '/yard',
      title: 'Jobs of the yard',
      icon: 'task',
      entity: 'yard.job',
      views: ['table', 'board', 'calendar', 'timeline'],
      columns: ['name', 'state', 'who', 'starts_on', 'ends_on', 'hours', 'price', 'urgent'],
      groupBy: 'state',
      date: 'starts_on',
      until: 'ends_on',
      dependsOn: 'after',
      primary: 'yard.job.create',
      scope: 'yard.use',
    }),
  ],
  scopes: {
    'yard.use': { title: 'Use the yard', roles: ['member'] },
    'yard.reopen': { title: 'Change what is done', roles: [] },
  },
})

export const yard: Beside = {
  module,
  zh: {
    yard: '车间',
    'yard.jobs': '车间任务',
    'yard.job': '任务',
    'yard.job.create': '新建任务',
    'yard.job.update': '修改任务',
    'yard.job.delete': '删除任务',
    'yard.job.name': '名称',
    'yard.job.state': '状态',
    'yard.job.state.todo': '待办',
    'yard.job.state.doing': '进行中',
    'yard.job.state.done': '完成',
    'yard.job.starts_on': '开始',
    'yard.job.ends_on': '结束',
    'yard.job.who': '负责人',
    'yard.job.hours': '工时',
    'yard.job.price': '价格',
    'yard.job.urgent': '加急',
    'yard.job.note': '备注',
    'yard.job.after': '前置任务',
    'yard.job.parent': '上级任务',
    'yard.job.files': '文件',
  },
  tables: {
    module: 'yard',
    name: '0001_yard.sql',
    hash: 'yard-1',
    text: `CREATE SCHEMA IF NOT EXISTS yard;
      CREATE TABLE yard.job (org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
        name text NOT NULL, state text NOT NULL, starts_on date, ends_on date, who uuid, hours bigint, price bigint, price_currency text, urgent boolean, note text, after jsonb, parent uuid, files jsonb,
        PRIMARY KEY (org, id));
      SELECT kernel.seal('yard.job');`,
  },
}
