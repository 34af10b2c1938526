import { type Context } from '#kernel'
import { tellInvited, type Told } from './actions/invitation.tell.ts'
import type { AttendeeRecord, EventRecord } from './views.ts'

/** People per job: each gets a card, and no transaction lasts long. */
const CHUNK = 50

/** After commit, in pieces: cards and notices for colleagues, mail for those outside. */
export function tell(
  ctx: Context,
  told: Told,
  event: Pick<EventRecord, 'id'>,
  attendees: readonly AttendeeRecord[],
): void {
  const people = attendees.flatMap(({ person }) => person ?? [])
  const outside = attendees
    .filter(({ kind }) => kind === 'outside')
    .map(({ id, email, name }) => ({ id, email: email!, name }))
  for (let at = 0; at < Math.max(people.length, outside.length); at += CHUNK) {
    ctx.enqueue(tellInvited, {
      event: event.id,
      told,
      people: people.slice(at, at + CHUNK),
      outside: outside.slice(at, at + CHUNK),
      by: ctx.actor.name,
    })
  }
}
