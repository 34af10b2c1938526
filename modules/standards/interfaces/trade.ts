import { T } from '#kernel'
import { id, maybe, name, standard, text } from './shape.ts'

export const product = standard('sales.product', {
  title: 'Product',
  description: 'What is sold, made or kept in stock.',
  fields: {
    name: name(),
    sku: maybe(text('Article number', 100)),
    price: maybe(T.Money({ title: 'Price' })),
    unit: maybe(text('Unit', 40)),
    stock: maybe(T.Number({ title: 'In stock' })),
  },
})

export const order = standard('sales.order', {
  title: 'Order',
  description: 'Who ordered what, for how much, and how far it is.',
  fields: {
    number: name('Number'),
    customer: maybe(text('Customer')),
    status: maybe(text('Status', 60)),
    total: maybe(T.Money({ title: 'Total' })),
    ordered_at: maybe(T.Time({ title: 'Ordered' })),
    note: maybe(text('Note', 2000)),
  },
})

export const shipment = standard('scm.shipment', {
  title: 'Shipment',
  description: 'Goods of an order on their way.',
  fields: {
    order: name('Order'),
    carrier: maybe(text('Carrier')),
    tracking: maybe(text('Tracking number')),
    shipped_at: maybe(T.Time({ title: 'Shipped' })),
  },
  verbs: ['list', 'get', 'create'],
  told: ['created'],
})

export const contract = standard('legal.contract', {
  title: 'Contract',
  description: 'An agreement between parties, as text or file, with its state.',
  fields: {
    title: name('Title'),
    party: maybe(text('Other party')),
    status: maybe(text('Status', 60)),
    value: maybe(T.Money({ title: 'Value' })),
    ends_on: maybe(T.Day({ title: 'Ends on' })),
  },
})

export const signature = standard('legal.signature', {
  title: 'Signature',
  description:
    'Asks people to sign a text and keeps who signed what and when. The text is told by its SHA-256, so that what was signed can be checked without the provider.',
  fields: {
    title: name('Title'),
    sha256: T.String({ pattern: '^[0-9a-f]{64}$', title: 'SHA-256 of the text' }),
    status: maybe(T.Enum(['open', 'signed', 'declined', 'expired'], { title: 'Status' })),
    signed_by: maybe(text('Signed by')),
    signed_at: maybe(T.Time({ title: 'Signed' })),
  },
  verbs: ['list', 'get', 'create'],
  told: ['signed', 'declined'],
  more: {
    sign: {
      title: 'Sign',
      description: 'Signs as the person who calls.',
      input: { signature: id() },
      output: { id: id(), status: text('Status', 60) },
    },
  },
})
