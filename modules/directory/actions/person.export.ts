import { T, defineAction } from '#kernel'
import { BYTE_ORDER_MARK, csvOf } from '#modules/sheets'
import { customFields } from '../custom.ts'
import { Department, Person } from '../entities.ts'

/** One page of a file; whoever has more people asks for the next. */
const ROWS_MAX = 1000
const HEADINGS = [
  'staff_no',
  'name',
  'email',
  'mobile',
  'job_title',
  'department',
  'manager_staff_no',
  'status',
  'hired_on',
]

export const exportPeople = defineAction({
  id: 'directory.person.export',
  kind: 'query',
  effect: 'local',
  title: 'Export people',
  description:
    'The people you may see as CSV, as far as you may see them, a thousand at a time. Cells that a spreadsheet would run as formulas are made plain text. The import reads it back.',
  input: T.Object(
    {
      where: T.Optional(T.Json({ title: 'Filter', description: 'As for directory.person.list' })),
      cursor: T.Optional(T.String({ maxLength: 2000 })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    file_name: T.String(),
    mime: T.Literal('text/csv'),
    text: T.String(),
    rows: T.Integer(),
    next: T.Optional(T.String()),
  }),
  scope: 'directory.export',
  audited: true,
}).run(async ({ where, cursor }, ctx) => {
  const { items, next } = await ctx.records(Person).list({
    where: (where ?? { status: { ne: 'left' } }) as never,
    sort: ['name_key'],
    limit: ROWS_MAX,
    ...(cursor === undefined ? {} : { cursor }),
  })
  const fields = await customFields(ctx)
  const names = await departmentPaths()
  const managers = await staffNumbers(items.flatMap(({ manager }) => (manager ? [manager] : [])))
  const rows = items.map((person) => [
    person.staff_no,
    person.name,
    person.email,
    person.mobile,
    person.job_title,
    person.department && names.get(person.department),
    person.manager && managers.get(person.manager),
    person.status,
    person.hired_on,
    ...fields.map(({ key }) => (person.custom as Record<string, unknown> | undefined)?.[key]),
  ])
  const headings = [...HEADINGS, ...fields.map(({ title }) => title)]
  const text = cursor ? csvOf(rows) : BYTE_ORDER_MARK + csvOf([headings, ...rows])
  const file_name = `people-${ctx.now.toISOString().slice(0, 10)}.csv`
  return {
    file_name,
    mime: 'text/csv' as const,
    text,
    rows: rows.length,
    ...(next === undefined ? {} : { next }),
  }

  async function departmentPaths(): Promise<Map<string, string>> {
    const { items: departments } = await ctx.records(Department).list({ limit: 1000 })
    const byId = new Map(departments.map(({ id, name }) => [id, name]))
    return new Map(
      departments.map(({ id, path }) => [id, path.map((each) => byId.get(each) ?? '').join('/')]),
    )
  }

  async function staffNumbers(ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await ctx.sql<{ id: string; staff_no: string }>`
      SELECT id, staff_no FROM directory.person WHERE org = ${ctx.org} AND id = ANY(${[...new Set(ids)]}::uuid[]) AND staff_no IS NOT NULL`
    return new Map(rows.map(({ id, staff_no }) => [id, staff_no]))
  }
})
