import type { Sql } from '#kernel'
import { DEPTH_MAX } from '../tree.ts'
import type { FieldRow } from '../custom.ts'
import type { PersonRow, Problem, ReadRow } from './read-row.ts'

/** What will happen with a row. */
export interface Planned {
  readonly value: PersonRow
  readonly problems: Problem[]
  plan: 'create' | 'update' | 'unchanged' | 'error'
  person: string | null
  /** Fields that differ from what is known. */
  changes: string[]
}

export interface Known {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly mobile: string | null
  readonly staff_no: string | null
  readonly job_title: string | null
  readonly hired_on: string | null
  readonly department: string | null
  readonly manager: string | null
  readonly status: string
  readonly custom: Record<string, unknown> | null
}

/** Everything that planning compares with, read once. */
export interface Directory {
  readonly byId: ReadonlyMap<string, Known>
  /** By `staff_no …`, `email …`, `mobile …`; colleagues before leavers. */
  readonly byKey: ReadonlyMap<string, Known>
  readonly byName: ReadonlyMap<string, readonly Known[]>
  readonly departments: Tree
  readonly fields: readonly FieldRow[]
}
export interface Tree {
  /** Id by `<parent id or nothing> <name>`. */
  readonly children: Map<string, string>
  readonly byName: Map<string, string[]>
}

const TREE_MAX = 5000

/** The people that rows may mean, their managers, and the whole tree. */
export async function readDirectory(
  sql: Sql,
  org: string,
  rows: readonly Pick<ReadRow, 'value'>[],
  fields: readonly FieldRow[],
): Promise<Directory> {
  const values = rows.map(({ value }) => value)
  const given = (pick: (value: PersonRow) => (string | undefined)[]): string[] => [
    ...new Set(values.flatMap(pick).filter((each): each is string => Boolean(each))),
  ]
  const people = await sql<Known>`
    WITH meant AS (
      SELECT * FROM directory.person
      WHERE org = ${org} AND (staff_no = ANY(${given(({ staff_no, manager }) => [staff_no, manager])}::text[])
        OR email = ANY(${given(({ email, manager }) => [email, manager?.toLowerCase()])}::text[])
        OR mobile = ANY(${given(({ mobile }) => [mobile])}::text[])
        OR name = ANY(${given(({ manager }) => [manager])}::text[])))
    SELECT id, name, email, mobile, staff_no, job_title, hired_on, department, manager, status, custom FROM (
      SELECT * FROM meant UNION SELECT m.* FROM directory.person m JOIN meant ON m.org = ${org} AND m.id = meant.manager
    ) p ORDER BY (status = 'left'), id`
  const byKey = new Map<string, Known>()
  for (const person of people) {
    for (const field of UNIQUE) {
      const key = `${field} ${person[field]}`
      if (person[field] !== null && !byKey.has(key)) byKey.set(key, person)
    }
  }
  return {
    byId: new Map(people.map((person) => [person.id, person])),
    byKey,
    byName: Map.groupBy(
      people.filter(({ status }) => status !== 'left'),
      ({ name }) => name,
    ),
    departments: await readTree(sql, org),
    fields,
  }
}

export async function readTree(sql: Sql, org: string): Promise<Tree> {
  const rows = await sql<{ id: string; name: string; parent: string | null }>`
    SELECT id, name, parent FROM directory.department WHERE org = ${org} ORDER BY id LIMIT ${TREE_MAX}`
  const byName = new Map<string, string[]>()
  for (const { id, name } of rows) byName.set(name, [...(byName.get(name) ?? []), id])
  return {
    children: new Map(rows.map(({ id, name, parent }) => [`${parent ?? ''} ${name}`, id])),
    byName,
  }
}

/** Decides for every row: whom it means, what changes, and what is wrong with it. Writes nothing. */
export function planRows(rows: readonly ReadRow[], directory: Directory): Planned[] {
  const planned = rows.map(({ value, problems }): Planned => ({
    value,
    problems: [...problems],
    plan: 'create',
    person: null,
    changes: [],
  }))
  refuseTwins(planned)
  for (const row of planned) match(row, directory)
  refuseSamePerson(planned)
  for (const row of planned) checkNew(row, directory)
  checkManagers(planned, directory)
  for (const row of planned) conclude(row, directory)
  return planned
}

const wrong = (row: Planned, code: string, message: string, field?: string): void =>
  void row.problems.push(field ? { field, code, message } : { code, message })

const UNIQUE = ['staff_no', 'email', 'mobile'] as const
const UNIQUE_NAMES = { staff_no: 'staff number', email: 'e-mail', mobile: 'mobile' }

/** The first of two rows with the same number stands; the second is wrong. */
function refuseTwins(rows: readonly Planned[]): void {
  for (const field of UNIQUE) {
    const seen = new Set<string>()
    for (const row of rows) {
      const value = row.value[field]
      if (value === undefined) continue
      if (seen.has(value))
        wrong(row, 'twice', `The ${UNIQUE_NAMES[field]} ${value} stands in the file twice.`, field)
      seen.add(value)
    }
  }
}

/** Staff number, then e-mail, then mobile. What the later ones point at must be the same person. */
function match(row: Planned, { byKey }: Directory): void {
  const found = UNIQUE.map((field) => ({
    field,
    person: byKey.get(`${field} ${row.value[field]}`),
  }))
  const person = found.find((each) => each.person)?.person
  if (!person) return
  row.person = person.id
  const other = found.find(
    (each) => each.person && each.person.id !== person.id && each.person.status !== 'left',
  )
  if (other)
    wrong(
      row,
      'belongsToOther',
      `The ${UNIQUE_NAMES[other.field]} ${row.value[other.field]} belongs to ${other.person!.name}.`,
      other.field,
    )
  if (person.status === 'left') wrong(row, 'left', `${person.name} has left; take them back first.`)
  if (row.value.staff_no && person.staff_no && row.value.staff_no !== person.staff_no) {
    wrong(
      row,
      'otherStaffNo',
      `${person.name} already has the staff number ${person.staff_no}.`,
      'staff_no',
    )
  }
}

function refuseSamePerson(rows: readonly Planned[]): void {
  const seen = new Set<string>()
  for (const row of rows) {
    if (row.person === null) continue
    if (seen.has(row.person)) wrong(row, 'samePerson', 'Another row already means this person.')
    seen.add(row.person)
  }
}

function checkNew(row: Planned, { fields }: Directory): void {
  if ((row.value.department?.length ?? 0) > DEPTH_MAX)
    wrong(row, 'tooDeep', `Departments have at most ${DEPTH_MAX} levels.`, 'department')
  if (row.person !== null) return
  for (const field of fields) {
    if (field.required && row.value.custom?.[field.key] === undefined)
      wrong(row, 'fieldMissing', `${field.title} is required.`, `custom.${field.key}`)
  }
}

/** Somebody in the file or somebody known. */
type Boss = { readonly row: Planned } | { readonly person: Known }

function managerOf(
  manager: string,
  { byKey, byName }: Directory,
  index: ReadonlyMap<string, Planned[]>,
): Boss | 'ambiguous' | undefined {
  const email = manager.toLowerCase()
  const row = index.get(`staff_no ${manager}`)?.[0] ?? index.get(`email ${email}`)?.[0]
  if (row) return { row }
  const person = byKey.get(`staff_no ${manager}`) ?? byKey.get(`email ${email}`)
  if (person && person.status !== 'left') return { person }
  const named = index.get(`name ${manager}`) ?? []
  const known = (byName.get(manager) ?? []).filter(
    ({ id }) => !named.some((each) => each.person === id),
  )
  if (named.length + known.length > 1) return 'ambiguous'
  if (named[0]) return { row: named[0] }
  return known[0] ? { person: known[0] } : undefined
}

function indexRows(rows: readonly Planned[]): Map<string, Planned[]> {
  const index = new Map<string, Planned[]>()
  for (const row of rows) {
    for (const field of ['staff_no', 'email', 'name'] as const) {
      const value = row.value[field]
      if (value === undefined) continue
      const key = `${field} ${value}`
      const same = index.get(key)
      if (same) same.push(row)
      else index.set(key, [row])
    }
  }
  return index
}

function checkManagers(rows: readonly Planned[], directory: Directory): void {
  const index = indexRows(rows)
  const bosses = new Map<Planned, Boss>()
  for (const row of rows) {
    if (row.value.manager === undefined) continue
    const boss = managerOf(row.value.manager, directory, index)
    const shown = row.value.manager.slice(0, 80)
    if (boss === undefined)
      wrong(
        row,
        'managerUnknown',
        `There is no manager ${shown} in the file or the directory.`,
        'manager',
      )
    else if (boss === 'ambiguous')
      wrong(
        row,
        'managerAmbiguous',
        `Several people are called ${shown}; give the staff number.`,
        'manager',
      )
    else if ('row' in boss && boss.row === row)
      wrong(row, 'managerSelf', 'Nobody manages themselves.', 'manager')
    else bosses.set(row, boss)
  }
  refuseCircles(bosses, directory)
  // A new manager whose own row is wrong will not be there either, and so on down.
  for (let again = true; again;) {
    again = false
    for (const [row, boss] of bosses) {
      if (
        row.problems.length ||
        !('row' in boss) ||
        !boss.row.problems.length ||
        boss.row.person !== null
      )
        continue
      wrong(
        row,
        'managerWrong',
        `The row of the manager ${row.value.manager!.slice(0, 80)} has errors.`,
        'manager',
      )
      again = true
    }
  }
}

function refuseCircles(bosses: ReadonlyMap<Planned, Boss>, { byId }: Directory): void {
  const byPerson = new Map(
    [...bosses.keys()].flatMap((row) => (row.person === null ? [] : [[row.person, row] as const])),
  )
  const keyOf = (boss: Boss): Planned | string =>
    'row' in boss ? (boss.row.person ?? boss.row) : boss.person.id
  const above = (at: Planned | string): Planned | string | undefined => {
    const row = typeof at === 'string' ? byPerson.get(at) : at
    const boss = row && bosses.get(row)
    if (boss) return keyOf(boss)
    return typeof at === 'string' ? (byId.get(at)?.manager ?? undefined) : undefined
  }
  const safe = new Set<Planned | string>()
  for (const row of bosses.keys()) {
    const start = row.person ?? row
    const seen = new Set<Planned | string>([start])
    let at = above(start)
    while (at !== undefined && !safe.has(at) && !seen.has(at)) {
      seen.add(at)
      at = above(at)
    }
    if (at === start)
      wrong(row, 'managerCircle', 'This would make people managers of themselves.', 'manager')
    else if (at === undefined || safe.has(at)) for (const each of seen) safe.add(each)
  }
}

function conclude(row: Planned, directory: Directory): void {
  if (row.problems.length) row.plan = 'error'
  else if (row.person !== null) {
    row.changes = changesOf(row, directory)
    row.plan = row.changes.length ? 'update' : 'unchanged'
  } else row.changes = Object.keys(row.value)
}

function changesOf(row: Planned, directory: Directory): string[] {
  const known = directory.byId.get(row.person!)!
  const { value } = row
  const plain = (['name', 'email', 'mobile', 'staff_no', 'job_title', 'hired_on'] as const).filter(
    (field) => value[field] !== undefined && value[field] !== known[field],
  )
  const changes: string[] = [...plain]
  if (
    value.department &&
    findDepartment(value.department, directory.departments) !== known.department
  )
    changes.push('department')
  if (value.manager !== undefined && !isManager(value.manager, known.manager, directory))
    changes.push('manager')
  if (Object.entries(value.custom ?? {}).some(([key, each]) => known.custom?.[key] !== each))
    changes.push('custom')
  return changes
}

/** Is the manager now the one that the row names? */
function isManager(named: string, manager: string | null, { byId }: Directory): boolean {
  const now = byId.get(manager ?? '')
  return (
    now !== undefined &&
    (now.staff_no === named || now.email === named.toLowerCase() || now.name === named)
  )
}

/** A path from the top; a single name may also mean the only department so called. */
export function findDepartment(
  path: readonly string[],
  { children, byName }: Tree,
): string | undefined {
  let found: string | undefined = ''
  for (const name of path) {
    found = children.get(`${found} ${name}`)
    if (found === undefined) break
  }
  if (found !== undefined || path.length > 1) return found
  const named = byName.get(path[0]!) ?? []
  return named.length === 1 ? named[0] : undefined
}
