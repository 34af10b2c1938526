import type { Context } from '#kernel'
import { Person } from '#modules/directory'
import { Attendee } from './entities.ts'
import type { Entry } from './ics.ts'
import type { EventRecord } from './views.ts'

/** Events with the people and rooms that an .ics file names; three statements for any number of them. */
export async function entriesOf(ctx: Context, events: readonly EventRecord[]): Promise<Entry[]> {
  if (events.length === 0) return []
  const { items: attendees } = await ctx
    .records(Attendee)
    .unchecked('who may read an event reads who is invited')
    .list({ where: { event: { in: events.map(({ id }) => id) } }, limit: 1000 })
  const ids = [
    ...new Set([
      ...events.map(({ organiser }) => organiser),
      ...attendees.flatMap(({ person }) => person ?? []),
    ]),
  ]
  // Addresses only as far as the caller may see them.
  const { items: people } = await ctx
    .records(Person)
    .list({ where: { id: { in: ids } }, limit: 1000 })
  const known = new Map(people.map(({ id, name, email }) => [id, { name, email }]))
  return events.map((event) => ({
    event,
    organiser: known.get(event.organiser),
    attendees: attendees
      .filter((one) => one.event === event.id)
      .map(({ kind, person, email, name, optional, response }) => {
        const address = email ?? (person ? known.get(person)?.email : undefined)
        return { kind, name, optional, response, ...(address ? { email: address } : {}) }
      }),
  }))
}
