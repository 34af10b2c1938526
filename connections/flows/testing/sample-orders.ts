/** What the cases are about. */
export const orders = [
  { id: 'a', region: '华东', n: 3, sum: { amount: '1200', currency: 'CNY' } },
  { id: 'b', region: '华北', n: 1, sum: { amount: '500', currency: 'CNY' } },
  { id: 'c', region: '华东', n: 2, sum: { amount: '801', currency: 'CNY' } },
]
export const given = { orders }
export const none = { orders: [] }
export const items = '{{ trigger.orders }}'
