import { useAction, type Paged } from '#web'

/** Names of a few people at once, for lists that hold only words. */
export function useNames(people: readonly string[]): ReadonlyMap<string, string> {
  const { data } = useAction<Paged<{ id: string; name: string }>>(
    'directory.person.list',
    { where: { id: { in: [...people].toSorted() } }, limit: 1000 },
    { enabled: people.length > 0, keep: true },
  )
  return new Map(data?.items.map(({ id, name }) => [id, name]))
}
