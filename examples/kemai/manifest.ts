import type { Manifest } from '../../sdk/index.ts'

const person = {
  type: 'string',
  format: 'uuid',
  'x-ref': 'directory.person',
  'x-pick': 'directory.person.list',
}
const id = { type: 'string', minLength: 1, maxLength: 200 }
const text = (title: string, maxLength = 200) => ({ type: 'string', title, maxLength })
const fields = {
  name: { ...text('Name'), minLength: 1 },
  phone: text('Phone', 40),
  email: text('E-mail', 254),
  address: text('Address', 500),
  register: text('Registration number', 60),
  owner: { ...person, title: 'Looked after by' },
  stage: text('Stage', 60),
}
const words = {
  name: { en: 'Name', zh: '名称' },
  phone: { en: 'Phone', zh: '电话' },
  email: { en: 'E-mail', zh: '邮箱' },
  address: { en: 'Address', zh: '地址' },
  register: { en: 'Registration number', zh: '统一社会信用代码' },
  owner: { en: 'Looked after by', zh: '负责人' },
  stage: { en: 'Stage', zh: '阶段' },
}
const custom = { type: 'object', title: 'Further fields' }
const customer = {
  type: 'object',
  properties: { id, ...fields, updated_at: { type: 'string', format: 'date-time' } },
  required: ['id', 'name'],
}
const deal = {
  type: 'object',
  properties: {
    id,
    customer: id,
    title: text('Title'),
    amount: { type: 'integer', title: 'Amount' },
    stage: { type: 'string', enum: ['open', 'won', 'lost'] },
  },
  required: ['id', 'customer', 'title', 'amount', 'stage'],
}
const task = {
  type: 'object',
  properties: { id, customer: id, title: text('Title'), person, done: { type: 'boolean' } },
  required: ['id', 'title', 'done'],
}
const object = (properties: object, required: string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

export const manifest: Manifest = {
  tenon: 1,
  id: 'kemai',
  version: 1,
  title: { en: 'Kemai CRM', zh: '客脉 CRM' },
  description: {
    en: 'Customers, contacts, deals and what is to be done for them. Keeps its own database.',
    zh: '客户、联系人、商机和跟进待办，数据存放在自己的数据库里。',
  },
  publisher: 'Kemai',
  partnerType: 'software',
  icon: 'people',
  endpoints: {
    call: '/tenon/call',
    install: '/tenon/install',
    events: '/tenon/events',
    search: '/tenon/search',
    health: '/tenon/health',
    signIn: '/tenon/sign-in',
    signOut: '/tenon/sign-out',
  },
  // It works without knowing anybody's name: each person is an id that only Kemai has.
  asks: [],
  scopes: { use: { title: { en: 'Work with customers', zh: '使用客户' }, roles: ['member'] } },
  entities: [
    {
      noun: 'customer',
      title: { en: 'Customer', zh: '客户' },
      label: 'name',
      scope: 'use',
      fields,
      required: ['name'],
      search: ['name'],
      words,
      card: { facts: ['phone', 'stage', 'owner'], page: 'desk' },
    },
  ],
  actions: [
    {
      id: 'customer.list',
      kind: 'query',
      title: { en: 'List customers', zh: '客户列表' },
      description: 'Customers by name, found by name, e-mail or phone.',
      input: object(
        {
          limit: { type: 'integer', minimum: 1, maximum: 1000 },
          cursor: { type: 'string', maxLength: 2000 },
          search: { type: 'string', maxLength: 200 },
        },
        [],
      ),
      output: {
        type: 'object',
        properties: { items: { type: 'array', items: customer }, next: { type: 'string' } },
        required: ['items'],
      },
      scope: 'use',
    },
    {
      id: 'customer.get',
      kind: 'query',
      title: { en: 'Get a customer', zh: '查看客户' },
      description: 'One customer by id.',
      input: object({ customer: id }, ['customer']),
      output: customer,
      scope: 'use',
      subject: 'customer',
    },
    {
      id: 'customer.create',
      kind: 'command',
      title: { en: 'New customer', zh: '新建客户' },
      description: 'Makes a customer; looked after by the caller unless another is named.',
      input: object({ ...fields, custom }, ['name']),
      output: customer,
      words,
      scope: 'use',
      idempotent: true,
      makes: 'customer',
    },
    {
      id: 'customer.update',
      kind: 'command',
      title: { en: 'Change a customer', zh: '修改客户' },
      description: 'Changes the fields given and leaves the others.',
      input: object({ customer: id, ...fields, custom }, ['customer']),
      output: customer,
      words,
      scope: 'use',
      subject: 'customer',
      idempotent: true,
    },
    {
      id: 'deal.create',
      kind: 'command',
      title: { en: 'New deal', zh: '新建商机' },
      description: 'Something that a customer may buy; the amount in fen.',
      input: object(
        {
          customer: id,
          title: text('Title'),
          amount: { type: 'integer', minimum: 0, title: 'Amount' },
        },
        ['customer', 'title', 'amount'],
      ),
      output: deal,
      scope: 'use',
      subject: 'customer',
      idempotent: true,
    },
    {
      id: 'deal.move',
      kind: 'command',
      title: { en: 'Win or lose a deal', zh: '商机赢单或输单' },
      description: 'Says how a deal ended.',
      input: object({ deal: id, stage: { type: 'string', enum: ['open', 'won', 'lost'] } }, [
        'deal',
        'stage',
      ]),
      output: deal,
      scope: 'use',
      subject: 'deal',
      idempotent: true,
    },
    {
      id: 'task.create',
      kind: 'command',
      title: { en: 'Something to do for a customer', zh: '新建跟进' },
      description: 'Stands on the list of whom it is for, the caller unless another is named.',
      input: object(
        {
          customer: id,
          title: text('Title'),
          person,
          due_on: { type: 'string', format: 'date', title: 'Due' },
        },
        ['customer', 'title'],
      ),
      output: task,
      scope: 'use',
      subject: 'customer',
      idempotent: true,
    },
    {
      id: 'task.finish',
      kind: 'command',
      title: { en: 'Done for a customer', zh: '完成跟进' },
      description: 'Ticks it off.',
      input: object({ task: id }, ['task']),
      output: task,
      scope: 'use',
      subject: 'task',
      idempotent: true,
    },
  ],
  events: [
    {
      id: 'customer.created',
      title: { en: 'Customer created', zh: '已新建客户' },
      payload: {
        type: 'object',
        properties: { customer: id, name: text('Name') },
        required: ['customer'],
      },
    },
    {
      id: 'customer.updated',
      title: { en: 'Customer changed', zh: '客户已修改' },
      payload: {
        type: 'object',
        properties: { customer: id, name: text('Name') },
        required: ['customer'],
      },
    },
    {
      id: 'deal.won',
      title: { en: 'Deal won', zh: '商机赢单' },
      payload: {
        type: 'object',
        properties: { deal: id, customer: id, amount: { type: 'integer' } },
        required: ['deal', 'customer'],
      },
    },
  ],
  pages: [
    {
      id: 'desk',
      title: { en: 'Customers', zh: '客户' },
      icon: 'people',
      at: '/desk',
      scope: 'use',
    },
  ],
  placements: [
    {
      slot: 'composer',
      title: { en: 'Customer', zh: '客户' },
      icon: 'people',
      action: 'customer.create',
    },
    { slot: 'group-bar', title: { en: 'Customers', zh: '客户' }, icon: 'people', page: 'desk' },
  ],
  implements: [{ interface: 'crm.customer@1' }],
}
