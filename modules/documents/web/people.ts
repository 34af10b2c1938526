import { fetchAction, type Paged, type Person } from '#web'
import type { Choice } from './suggest.ts'

const OFFERED = 8

/** Colleagues after `@`. */
export async function peopleChoices(words: string): Promise<Choice[]> {
  const { items } = await fetchAction<Paged<Person>>('directory.person.list', {
    ...(words ? { search: words } : {}),
    where: { status: 'active' },
    expand: ['department'],
    limit: OFFERED,
  }).catch(() => ({ items: [] as Person[] }))
  return items.map((person) => ({
    key: person.id,
    label: person.name,
    icon: 'person',
    ...(person.department$?.name ? { hint: person.department$.name } : {}),
    run: (editor, range) =>
      void editor
        .chain()
        .focus()
        .insertContentAt(range, [
          { type: 'mention', attrs: { person: person.id } },
          { type: 'text', text: ' ' },
        ])
        .run(),
  }))
}
