import { checkManifest } from '../manifest/check.ts'
import { FORMAT, type EntityDef, type Field, type Manifest } from '../manifest/format.ts'
import { guessKind } from './kinds.ts'
import { findLinks, isNaming, type Link } from './links.ts'
import { fieldNameOf, nounOf, slugOf, titleOf } from './names.ts'
import type { Table } from './tables.ts'
import type { Lookups } from '../cells/read.ts'

/** An app as the file suggests it, and which column each field comes from. */
export interface Guessed {
  readonly manifest: Manifest
  /** By entity: each heading's field key, and for references the column of the other table that is matched. */
  readonly sources: readonly Source[]
}
export interface Source {
  readonly entity: string
  /** Field key → number of its column. */
  readonly columns: Readonly<Record<string, number>>
  /** Reference field key → number of the matching column in the other entity's table. */
  readonly by: Readonly<Record<string, number>>
}

/** Rows looked at to tell what a column holds; a value further down that does not fit is named later. */
const SAMPLE = 20_000

export function guessApp(name: string, tables: readonly Table[], known: Lookups): Guessed {
  const links = findLinks(tables)
  const nouns: string[] = []
  for (const table of tables) nouns.push(nounOf(table.name, new Set(nouns)))
  const built = tables.map((table, at) => entityOf(table, at, nouns[at]!, links, known))
  const [first] = tables
  const title = titleOf(tables.length === 1 ? first!.name : name)
  const manifest: Manifest = {
    format: FORMAT,
    slug: slugOf(name),
    title,
    icon: 'table',
    roles: [],
    entities: built.map(({ entity }) => entity),
  }
  return { manifest: checkManifest(manifest), sources: built.map(({ source }) => source) }
}

const entityKey = (at: number): string => `e${at + 1}`

function entityOf(table: Table, at: number, noun: string, links: readonly Link[], known: Lookups) {
  const taken = new Set<string>([noun])
  const columns: Record<string, number> = {}
  const by: Record<string, number> = {}
  const matched = new Set(links.filter(({ to }) => to === at).map((link) => link.by))
  const fields = table.headings.map((heading, column): Field => {
    const key = `f${column + 1}`
    columns[key] = column
    const link = links.find((each) => each.from === at && each.column === column)
    const plain = link ? withoutKey(heading) : heading
    const name = fieldNameOf(plain, taken)
    taken.add(name)
    if (link) {
      by[key] = link.by
      return { key, name, title: titleOf(plain), kind: 'reference', to: entityKey(link.to) }
    }
    const cells = table.rows.slice(0, SAMPLE).map(({ cells: row }) => row[column]!)
    const guess = guessKind(heading, cells, known)
    // What other lists point by must stay as it is written, and once.
    const asKey =
      matched.has(column) && guess.kind !== 'email'
        ? { kind: 'text' as const, unique: true }
        : guess
    return { key, name, title: titleOf(heading), ...asKey }
  })
  const label = labelOf(fields, table)
  const numbered: Field[] = label
    ? fields
    : [
        {
          key: `f${fields.length + 1}`,
          name: fieldNameOf('Number', taken),
          title: { en: 'Number', zh: '编号' },
          kind: 'serial',
          serial: { prefix: '', period: 'never', digits: 4 },
        },
        ...fields,
      ]
  const entity: EntityDef = {
    key: entityKey(at),
    noun,
    title: titleOf(table.name),
    label: label?.key ?? numbered[0]!.key,
    fields: numbered,
    access: { who: 'everyone' },
    ...viewsOf(numbered),
  }
  return { entity, source: { entity: entity.key, columns, by } }
}

/** `customer_id` → customer: the field holds the record now, not its number. */
function withoutKey(heading: string): string {
  const plain = heading
    .replace(/[_ ]?(id|no|code|number|key)$/i, '')
    .replace(/(编号|代码|编码|单号|号)$/, '')
  return plain.replaceAll(/[_ ]+$/g, '') || heading
}

const DIFFERENT_MIN = 0.6

function labelOf(fields: readonly Field[], table: Table): Field | undefined {
  const texts = fields.filter((field) => {
    const column = Number(field.key.slice(1)) - 1
    return field.kind === 'text' && table.rows.every(({ cells }) => cells[column])
  })
  const heading = (field: Field): string => table.headings[Number(field.key.slice(1)) - 1] ?? ''
  const named = texts.find((field) => {
    const cells = table.rows.map(({ cells: row }) => row[Number(field.key.slice(1)) - 1])
    // A name that stands in most rows twice names something else.
    return (
      /(^|[_ ])(name|title|subject)$|名称|姓名|标题|主题/i.test(heading(field)) &&
      new Set(cells).size >= cells.length * DIFFERENT_MIN
    )
  })
  return (
    named ??
    texts.find(({ unique }) => unique) ??
    texts.find((field) => isNaming(heading(field))) ??
    texts[0]
  )
}

const BEGIN = /start|begin|from|hire|order[_ ]date|开始|起始|下单|借用|入职/i
const END = /end|due|finish|until|required|deadline|return|结束|截止|到期|归还|完成/i

/** How one would like to look at it: a choice makes columns of a board, a date a calendar, two a timeline. */
export function viewsOf(fields: readonly Field[]): Pick<EntityDef, 'views'> & Partial<EntityDef> {
  const choices = fields.filter(({ kind }) => kind === 'choice')
  const grouped =
    choices.find(({ name }) => /status|state|stage|priority|result/.test(name)) ??
    choices.find(({ options = [] }) => options.length >= 2 && options.length <= 8)
  const dates = fields.filter(({ kind }) => kind === 'date' || kind === 'time')
  const begin = dates.find(({ name, title }) => BEGIN.test(`${name} ${title.zh ?? ''}`)) ?? dates[0]
  const until = dates.find(
    (field) => field !== begin && END.test(`${field.name} ${field.title.zh ?? ''}`),
  )
  const facts = fields.filter(({ kind }) =>
    ['choice', 'money', 'date', 'member', 'reference', 'number'].includes(kind),
  )
  return {
    views: [
      'table',
      ...(grouped ? (['board'] as const) : []),
      ...(begin ? (['calendar'] as const) : []),
      ...(begin && until ? (['timeline'] as const) : []),
    ],
    ...(grouped ? { group_by: grouped.key } : {}),
    ...(begin ? { date: begin.key } : {}),
    ...(begin && until ? { until: until.key } : {}),
    card: facts.slice(0, 5).map(({ key }) => key),
  }
}
