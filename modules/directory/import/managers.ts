import type { Directory, Known } from './known.ts'
import { wrong, type Planned } from './planned.ts'

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

/** Every manager is known and nobody ends up above himself. */
export function checkManagers(rows: readonly Planned[], directory: Directory): void {
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
