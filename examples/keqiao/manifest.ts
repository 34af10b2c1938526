import type { Manifest } from '../../sdk/index.ts'

const id = { type: 'string', minLength: 1, maxLength: 200 }
const text = (title: string, maxLength = 200) => ({ type: 'string', title, maxLength })
const person = {
  type: 'string',
  format: 'uuid',
  'x-ref': 'directory.person',
  'x-pick': 'directory.person.list',
}
const fields = {
  title: { ...text('Client'), minLength: 1 },
  tel: text('Telephone', 40),
  mail: text('Mail', 254),
  street: text('Street', 500),
  credit_code: text('Credit code', 60),
  keeper: { ...person, title: 'Keeper' },
  phase: text('Phase', 60),
}
const words = {
  title: { en: 'Client', zh: '客户名称' },
  tel: { en: 'Telephone', zh: '联系电话' },
  mail: { en: 'Mail', zh: '电子邮件' },
  street: { en: 'Street', zh: '街道地址' },
  credit_code: { en: 'Credit code', zh: '信用代码' },
  keeper: { en: 'Keeper', zh: '维护人' },
  phase: { en: 'Phase', zh: '所处阶段' },
}
const further = { type: 'object', title: 'Further fields' }
const client = {
  type: 'object',
  properties: { id, ...fields, changed: { type: 'string', format: 'date-time' } },
  required: ['id', 'title'],
}
const object = (properties: object, required: string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const told = {
  type: 'object',
  properties: { client: id, title: text('Client') },
  required: ['client'],
}

export const manifest: Manifest = {
  tenon: 1,
  id: 'keqiao',
  version: 1,
  title: { en: 'Keqiao', zh: '客桥' },
  description: {
    en: 'Clients and every visit to them, in one book.',
    zh: '客户和每一次拜访，都记在一本账上。',
  },
  publisher: 'Keqiao',
  partnerType: 'software',
  icon: 'building',
  endpoints: {
    call: '/hooks/tenon',
    install: '/hooks/tenon/install',
    events: '/hooks/tenon/events',
    search: '/hooks/tenon/search',
    health: '/hooks/tenon/health',
    signIn: '/tenon/sign-in',
    signOut: '/tenon/sign-out',
  },
  asks: [],
  scopes: {
    book: { title: { en: 'Keep the book of clients', zh: '维护客户账' }, roles: ['member'] },
  },
  entities: [
    {
      noun: 'client',
      title: { en: 'Client', zh: '客户' },
      label: 'title',
      scope: 'book',
      fields,
      required: ['title'],
      search: ['title'],
      words,
      card: { facts: ['tel', 'phase'], page: 'book' },
    },
  ],
  actions: [
    {
      id: 'client.list',
      kind: 'query',
      title: { en: 'List clients', zh: '客户列表' },
      description: 'Clients by title.',
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
        properties: { items: { type: 'array', items: client }, next: { type: 'string' } },
        required: ['items'],
      },
      scope: 'book',
    },
    {
      id: 'client.get',
      kind: 'query',
      title: { en: 'Get a client', zh: '查看客户' },
      description: 'One client by id.',
      input: object({ client: id }, ['client']),
      output: client,
      scope: 'book',
      subject: 'client',
    },
    {
      id: 'client.enter',
      kind: 'command',
      title: { en: 'Enter a client', zh: '登记客户' },
      description: 'Writes a new client into the book.',
      input: object({ ...fields, custom: further }, ['title']),
      output: client,
      words,
      scope: 'book',
      idempotent: true,
      makes: 'client',
    },
    {
      id: 'client.correct',
      kind: 'command',
      title: { en: 'Correct a client', zh: '更正客户' },
      description: 'Writes what has changed; the rest stays.',
      input: object({ client: id, ...fields, custom: further }, ['client']),
      output: client,
      words,
      scope: 'book',
      subject: 'client',
      idempotent: true,
    },
    {
      id: 'visit.record',
      kind: 'command',
      title: { en: 'Record a visit', zh: '记录拜访' },
      description: 'What was spoken about; what comes next stands on the visitor’s to-do list.',
      input: object(
        {
          client: id,
          about: text('About', 1000),
          next: text('Next'),
          on: { type: 'string', format: 'date' },
        },
        ['client', 'about'],
      ),
      output: object({ client: id }, ['client']),
      scope: 'book',
      subject: 'client',
      idempotent: true,
    },
  ],
  events: [
    { id: 'client.entered', title: { en: 'Client entered', zh: '客户已登记' }, payload: told },
    { id: 'client.corrected', title: { en: 'Client corrected', zh: '客户已更正' }, payload: told },
  ],
  pages: [
    {
      id: 'book',
      title: { en: 'Book of clients', zh: '客户账' },
      icon: 'building',
      at: '/book',
      scope: 'book',
    },
  ],
  placements: [
    {
      slot: 'composer',
      title: { en: 'Client', zh: '登记客户' },
      icon: 'building',
      action: 'client.enter',
    },
  ],
  implements: [
    {
      interface: 'crm.customer@1',
      ids: {
        'crm.customer.list': 'client.list',
        'crm.customer.get': 'client.get',
        'crm.customer.create': 'client.enter',
        'crm.customer.update': 'client.correct',
        'crm.customer.created': 'client.entered',
        'crm.customer.updated': 'client.corrected',
      },
      fields: {
        customer: 'client',
        name: 'title',
        phone: 'tel',
        email: 'mail',
        address: 'street',
        register: 'credit_code',
        owner: 'keeper',
        stage: 'phase',
        updated_at: 'changed',
      },
    },
  ],
}
