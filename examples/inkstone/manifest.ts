import type { Manifest } from '../../sdk/index.ts'

const person = {
  type: 'string',
  format: 'uuid',
  'x-ref': 'directory.person',
  'x-pick': 'directory.person.list',
}
const contract = { type: 'string', format: 'uuid' }
const shown = {
  type: 'object',
  properties: {
    id: contract,
    title: { type: 'string' },
    state: { type: 'string', enum: ['open', 'signed', 'declined'] },
    signers: { type: 'array', items: person },
    waiting: { type: 'integer' },
    seal: { type: 'string' },
  },
  required: ['id', 'title', 'state'],
}
const trail = {
  type: 'array',
  items: {
    type: 'object',
    properties: { text: { type: 'string' }, person, at: { type: 'string', format: 'date-time' } },
  },
}

export const manifest: Manifest = {
  tenon: 1,
  id: 'inkstone',
  version: 1,
  title: { en: 'Inkstone', zh: '墨砚' },
  description: {
    en: 'Contracts signed by everybody they need, with a trail that shows any change afterwards.',
    zh: '让每一位需要签名的人签署合同，留下可查验、不可篡改的签署轨迹。',
  },
  publisher: 'Inkstone',
  partnerType: 'software',
  icon: 'edit',
  endpoints: {
    call: '/tenon/call',
    install: '/tenon/install',
    events: '/tenon/events',
    search: '/tenon/search',
    health: '/tenon/health',
    signIn: '/tenon/sign-in',
    signOut: '/tenon/sign-out',
  },
  asks: [
    {
      scope: 'directory.read',
      why: { en: 'Signatures carry the signer’s real name.', zh: '签名要写明签署人的真实姓名。' },
    },
  ],
  scopes: {
    use: { title: { en: 'Have contracts signed', zh: '发起和签署合同' }, roles: ['member'] },
  },
  entities: [
    {
      noun: 'contract',
      title: { en: 'Contract to sign', zh: '待签合同' },
      label: 'title',
      scope: 'use',
      fields: {
        title: { type: 'string' },
        state: { type: 'string', enum: ['open', 'signed', 'declined'] },
        signers: { type: 'array', items: person },
        progress: { type: 'string' },
        seal: { type: 'string' },
        trail,
      },
      required: ['title', 'state'],
      words: {
        title: { en: 'Title', zh: '名称' },
        state: { en: 'State', zh: '状态' },
        signers: { en: 'Signers', zh: '签署人' },
        progress: { en: 'Signed', zh: '已签' },
        seal: { en: 'Seal', zh: '封印' },
      },
      card: {
        facts: ['progress', 'seal'],
        state: {
          field: 'state',
          values: {
            open: { text: { en: 'To be signed', zh: '待签署' }, tone: 'info' },
            signed: { text: { en: 'Signed by all', zh: '已签完' }, tone: 'success' },
            declined: { text: { en: 'Declined', zh: '已拒签' }, tone: 'danger' },
          },
        },
        timeline: 'trail',
        words: [
          { en: 'Asked for signatures', zh: '发起签署' },
          { en: 'Signed', zh: '已签署' },
          { en: 'Declined to sign', zh: '拒绝签署' },
        ],
        buttons: [
          {
            name: 'sign',
            text: { en: 'Sign', zh: '签署' },
            action: 'contract.sign',
            input: { contract: 'id' },
            when: { field: 'state', is: 'open' },
            tone: 'primary',
            confirm: {
              en: 'You sign with your name; this cannot be taken back.',
              zh: '将以你的姓名签署，签署后不能撤回。',
            },
          },
          {
            name: 'decline',
            text: { en: 'Decline', zh: '拒签' },
            action: 'contract.decline',
            input: { contract: 'id' },
            when: { field: 'state', is: 'open' },
            ask: ['reason'],
            tone: 'danger',
          },
        ],
        page: 'contracts',
      },
    },
  ],
  actions: [
    {
      id: 'contract.create',
      kind: 'command',
      title: { en: 'Have something signed', zh: '发起签署' },
      description: 'Makes a contract that the people named have to sign.',
      input: {
        type: 'object',
        properties: {
          title: { type: 'string', title: 'What is signed', minLength: 1, maxLength: 200 },
          signers: { type: 'array', title: 'Signers', items: person, minItems: 1, maxItems: 20 },
          text: { type: 'string', title: 'Text', maxLength: 10_000, 'x-long': true },
        },
        required: ['title', 'signers'],
        additionalProperties: false,
      },
      output: shown,
      words: {
        title: { en: 'What is signed', zh: '签署内容' },
        signers: { en: 'Signers', zh: '签署人' },
        text: { en: 'Text', zh: '正文' },
      },
      scope: 'use',
      idempotent: true,
      makes: 'contract',
    },
    {
      id: 'contract.sign',
      kind: 'command',
      title: { en: 'Sign', zh: '签署' },
      description: 'Puts the caller’s signature under a contract that waits for it.',
      input: {
        type: 'object',
        properties: { contract },
        required: ['contract'],
        additionalProperties: false,
      },
      output: shown,
      scope: 'use',
      subject: 'contract',
      idempotent: true,
    },
    {
      id: 'contract.decline',
      kind: 'command',
      title: { en: 'Decline to sign', zh: '拒签' },
      description: 'Refuses the signature, with a reason; then nobody else needs to sign.',
      input: {
        type: 'object',
        properties: {
          contract,
          reason: { type: 'string', title: 'Reason', minLength: 1, maxLength: 500 },
        },
        required: ['contract', 'reason'],
        additionalProperties: false,
      },
      output: shown,
      words: { reason: { en: 'Reason', zh: '理由' } },
      scope: 'use',
      subject: 'contract',
      idempotent: true,
    },
    {
      id: 'contract.get',
      kind: 'query',
      title: { en: 'Get a contract', zh: '查看合同' },
      description: 'State, signers and trail of a contract that the caller is part of.',
      input: {
        type: 'object',
        properties: { contract },
        required: ['contract'],
        additionalProperties: false,
      },
      output: shown,
      scope: 'use',
      subject: 'contract',
    },
    {
      id: 'contract.list',
      kind: 'query',
      title: { en: 'List contracts', zh: '合同列表' },
      description: 'Contracts that the caller asked for or has to sign, newest first.',
      input: {
        type: 'object',
        properties: {
          search: { type: 'string', maxLength: 200 },
          limit: { type: 'integer', minimum: 1, maximum: 100 },
        },
        additionalProperties: false,
      },
      output: {
        type: 'object',
        properties: { items: { type: 'array', items: shown } },
        required: ['items'],
      },
      scope: 'use',
    },
  ],
  events: [
    {
      id: 'contract.signed',
      title: { en: 'A contract was signed by all', zh: '合同已签完' },
      payload: {
        type: 'object',
        properties: { contract, title: { type: 'string' }, seal: { type: 'string' } },
        required: ['contract'],
      },
    },
    {
      id: 'contract.declined',
      title: { en: 'A contract was declined', zh: '合同被拒签' },
      payload: {
        type: 'object',
        properties: { contract, by: person, reason: { type: 'string' } },
        required: ['contract'],
      },
    },
  ],
  pages: [
    {
      id: 'contracts',
      title: { en: 'Contracts', zh: '合同签署' },
      icon: 'edit',
      at: '/contracts',
      scope: 'use',
    },
  ],
  placements: [
    {
      slot: 'document-block',
      title: { en: 'Signature', zh: '签署' },
      icon: 'edit',
      action: 'contract.create',
    },
    {
      slot: 'composer',
      title: { en: 'Have something signed', zh: '发起签署' },
      icon: 'edit',
      action: 'contract.create',
    },
  ],
}
