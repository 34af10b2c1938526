import { DEPTH_MAX } from '../tree.ts'
import { UNIQUE, findDepartment, type Directory } from './known.ts'
import { checkManagers } from './managers.ts'
import { wrong, type Planned } from './planned.ts'
import type { ReadRow } from './read-row.ts'

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
