const STATES = ['new', 'on sale', 'sold out', 'gone']
const DAY_MS = 86_400_000
const START = Date.UTC(2024, 0, 1)

/** Rows as a file would bring them: ten typed columns, spread so that filters keep few or many of them. */
export function* wares(count: number, suppliers: readonly string[]): Generator<object> {
  for (let n = 0; n < count; n++) {
    const at = START + Math.floor(Math.random() * 700 * DAY_MS)
    yield {
      number: `W-${n}`,
      state: STATES[Math.floor(Math.random() * 4)],
      supplier: suppliers[Math.floor(Math.random() * suppliers.length)],
      price: { amount: String(Math.floor(Math.random() * 1e6)), currency: 'CNY' },
      weight: Math.floor(Math.random() * 10_000) / 100,
      stock: Math.floor(Math.random() * 1000),
      seen_at: new Date(at).toISOString(),
      day: new Date(at + DAY_MS).toISOString().slice(0, 10),
      city: `City ${Math.floor(Math.random() * 40)}`,
      sold: Math.random() < 0.3,
    }
  }
}
