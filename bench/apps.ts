import { openSite } from './child.ts'
import type { Bench } from './measure.ts'

/** An app of five lists with eight fields each, from pressing Create to its first page. */
export const bench: Bench = {
  name: 'apps',
  says: 'an app with five lists made over HTTP, and its first page at once after',
  async run(short) {
    await using site = await openSite({})
    const { url, founder } = site.opened
    const post = async (action: string, input: object): Promise<Record<string, unknown>> => {
      const answer = await fetch(`${url}/api/${action}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${founder}` },
        body: JSON.stringify(input),
      })
      const said = (await answer.json()) as Record<string, unknown>
      if (!answer.ok) throw new Error(`${action}: ${JSON.stringify(said)}`)
      return said
    }
    const made: number[] = []
    const shown: number[] = []
    // The first ones warm the code; the door lets sixty be made in a minute.
    for (let at = 0; at < (short ? 5 : 45); at++) {
      const started = performance.now()
      const { module } = await post('apps.app.create', { manifest: manifest(`shop${at}`) })
      const there = performance.now()
      await post(`${String(module)}.list0.list`, {})
      if (at < 5 && !short) continue
      made.push(there - started)
      shown.push(performance.now() - there)
    }
    return [
      {
        what: 'make an app of five lists',
        unit: 'ms',
        tenon: made,
        bar: { at: 20, better: 'less' },
        note: 'over HTTP, in an organisation that has up to 44 such apps',
      },
      { what: 'its first page after', unit: 'ms', tenon: shown },
    ]
  },
}

function manifest(slug: string) {
  const entity = (at: number) => ({
    key: `e${at}`,
    noun: `list${at}`,
    title: { en: `List ${at}`, zh: `列表 ${at}` },
    label: 'f0',
    fields: [
      { key: 'f0', name: 'name', title: { en: 'Name' }, kind: 'text', required: true },
      { key: 'f1', name: 'amount', title: { en: 'Amount' }, kind: 'money', currency: 'CNY' },
      { key: 'f2', name: 'count', title: { en: 'Count' }, kind: 'number' },
      { key: 'f3', name: 'day', title: { en: 'Day' }, kind: 'date' },
      { key: 'f4', name: 'done', title: { en: 'Done' }, kind: 'yes_no' },
      { key: 'f5', name: 'who', title: { en: 'Who' }, kind: 'member' },
      {
        key: 'f6',
        name: 'state',
        title: { en: 'State' },
        kind: 'choice',
        options: [{ value: 'a' }, { value: 'b' }],
      },
      ...(at > 0
        ? [{ key: 'f7', name: 'above', title: { en: 'Above' }, kind: 'reference', to: 'e0' }]
        : [{ key: 'f7', name: 'number', title: { en: 'Number' }, kind: 'text', unique: true }]),
    ],
    access: { who: 'everyone' },
    views: ['table'],
  })
  return {
    format: 1,
    slug,
    title: { en: slug },
    icon: 'apps',
    roles: [],
    entities: [0, 1, 2, 3, 4].map(entity),
  }
}
