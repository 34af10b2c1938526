import { useAction, useCatalog, type Person } from '#web'
import type { Departments } from './departments.ts'

/**
 * May this caller change this person? The server decides; this only spares buttons that would be
 * refused, since a right may reach one's own departments alone.
 */
export function useMayManage(person: Person, departments: Departments | undefined): boolean {
  const { actor, can } = useCatalog()
  const range = Array.isArray(actor.scopes) ? 'all' : actor.scopes['directory.manage']
  const narrow = range === 'department' || range === 'subtree'
  const mine = useAction<{ departments: string[] }>(
    'identity.me.get',
    {},
    { enabled: narrow && can('identity.me.get') },
  ).data?.departments
  if (range === 'all') return true
  if (range === 'self') return person.id === actor.id
  if (!narrow || !mine || !person.department) return false
  const line =
    range === 'subtree'
      ? departments?.line(person.department).map(({ id }) => id)
      : [person.department]
  return line?.some((id) => mine.includes(id)) ?? false
}
