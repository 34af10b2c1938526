import { child } from './child.ts'
import type { Bench } from './measure.ts'
import type { Loaded } from './million-child.ts'

/** A million records of layout shared: how they come in, and how their first pages come out. */
export const bench: Bench = {
  name: 'million',
  says: 'import a million records, then filter and sort them (layout shared)',
  async run(short) {
    const [rows, rounds] = short ? [20_000, 1] : [1_000_000, 5]
    await using loading = child('million-child.ts', [String(rows), String(rounds)])
    const said = await loading.next<Loaded>()
    const note = `${rows.toLocaleString('en')} rows, 10 typed columns, unique key, reference, history`
    return [
      {
        what: 'import',
        unit: 's',
        tenon: [said.seconds],
        bar: { at: 30, better: 'less' },
        note,
      },
      {
        what: 'memory of node while importing',
        unit: 'MB',
        tenon: [said.megabytes],
        bar: { at: 250, better: 'less' },
      },
      {
        what: 'longest chunk',
        unit: 'ms',
        tenon: [said.longest],
        bar: { at: 2000, better: 'less' },
      },
      { what: 'typed indexes filled afterwards', unit: 's', tenon: [said.filling] },
      {
        what: 'first page, two filters and a sort, p95',
        unit: 'ms',
        tenon: said.pages,
        bar: { at: 100, better: 'less' },
      },
    ]
  },
}
