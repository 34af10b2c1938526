import { allOf, T, type Context, type Filter, type RecordOf } from '#kernel'
import { Person } from '#modules/directory'
import type { Entry } from './entities.ts'

/** Who, what, on what, when, and how it ended. */
export const filters = {
  actor: T.Optional(
    T.String({
      title: 'Who',
      maxLength: 100,
      'x-pick': 'directory.person.list',
      description: 'A person, app, device or module.',
    }),
  ),
  action: T.Optional(
    T.String({
      title: 'What',
      maxLength: 100,
      description: 'An action id, or the beginning of one: “approval.”',
    }),
  ),
  subject: T.Optional(
    T.String({ title: 'Record', maxLength: 100, description: 'The id of the record acted on.' }),
  ),
  outcome: T.Optional(
    T.String({
      title: 'Outcome',
      maxLength: 60,
      description: '“ok”, “refused” for anything else, or an error code.',
    }),
  ),
  from: T.Optional(T.Time({ title: 'From' })),
  to: T.Optional(T.Time({ title: 'Until' })),
}
interface Asked {
  readonly actor?: string
  readonly action?: string
  readonly subject?: string
  readonly outcome?: string
  readonly from?: string
  readonly to?: string
}

/** An id is made a little before or after its row's time is. */
const SLACK_MS = 10 * 60_000

export function filterOf({ actor, action, subject, outcome, from, to }: Asked): Filter {
  const parts: Filter[] = []
  if (actor) parts.push({ actor })
  if (action) parts.push(action.endsWith('.') ? { action: { startsWith: action } } : { action })
  if (subject) parts.push({ subject })
  if (outcome) parts.push({ outcome: outcome === 'refused' ? { ne: 'ok' } : outcome })
  // The range of ids is what the index serves; the exact times decide.
  if (from)
    parts.push({ id: { gte: firstId(new Date(from).getTime() - SLACK_MS) } }, { at: { gte: from } })
  if (to) parts.push({ id: { lt: firstId(new Date(to).getTime() + SLACK_MS) } }, { at: { lt: to } })
  return allOf(...parts)
}

function firstId(ms: number): string {
  const time = Math.max(ms, 0).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`
}

/** Names of the people in these entries, as the directory has them now. */
export async function namesOf(
  ctx: Context,
  entries: readonly RecordOf<typeof Entry>[],
): Promise<Map<string, string>> {
  const ids = [
    ...new Set(entries.flatMap(({ actor, on_behalf_of }) => [actor, on_behalf_of ?? ''])),
  ].filter((id) => UUID.test(id))
  if (ids.length === 0) return new Map()
  const records = ctx.records(Person).unchecked('an auditor may know who acted')
  const { items } = await records.list({ where: { id: { in: ids } }, limit: ids.length })
  return new Map(items.map(({ id, name }) => [id, name]))
}
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/
