import { defineAction, fail, T, type AnyAction, type EventType } from '#kernel'
import { ensureCard } from '#modules/cards'
import { putItems, settleItems, withdrawItems } from '#modules/todo'
import type { EntityDef } from '../manifest/format.ts'
import { namedIn, peopleOf, replaced } from '../people.ts'
import { linkOf, type AnyContext, type Ready } from '../store.ts'
import { misfit } from './entity.ts'
import { Parts, type Parts as Told } from './parts.ts'
import { cardId, english, objectSchema, pathOf, type Made } from './schemas.ts'

type Row = Record<string, unknown>

/** A message of the vendor, taken as a whole or not at all. */
export function takeAction(made: Made, events: ReadonlyMap<string, EventType>): AnyAction {
  return defineAction({
    id: `${made.module}.inbox.take`,
    kind: 'command',
    effect: 'local',
    title: `What ${english(made.manifest.title)} tells`,
    description: 'Facts, cards and to-dos that the vendor told, in one transaction.',
    input: Parts,
    output: T.Object({ taken: T.Integer() }),
    emits: [...events.values()],
    silent: 'what it carries is told as events, cards and to-dos',
    scope: 'member',
    internal: true,
  }).run(async ({ events: facts = [], cards = [], todos = [], done = [], dropped = [] }, ctx) => {
    const link = await linkOf(ctx, made.link)
    for (const { type, data } of facts) {
      const event = events.get(type)
      if (!event) throw unfit(link, `it has no event ${type}`)
      const wrong = misfit(event.payload, data)
      if (wrong) throw unfit(link, `${type}: ${wrong}`)
      const known = await peopleOf(ctx.sql, link, namedIn(event.payload, data))
      ctx.emit(event as never, replaced(event.payload, data, (id) => known.get(id) ?? id) as never)
    }
    for (const card of cards) await keepCard(ctx, made, link, card)
    if (todos.length) await putTodos(ctx, made, link, todos)
    if (done.length) await ctx.call(settleItems, { keys: done, state: 'done' })
    if (dropped.length) await ctx.call(settleItems, { keys: dropped, state: 'dropped' })
    return {
      taken: facts.length + cards.length + todos.length + done.length + dropped.length,
    }
  })
}

/** Nothing of it stays on anybody's list. */
export function leaveAction(made: Made): AnyAction {
  return defineAction({
    id: `${made.module}.inbox.leave`,
    kind: 'command',
    effect: 'local',
    title: `${english(made.manifest.title)} leaves`,
    description: 'Takes its to-dos off everybody’s list when it is removed.',
    input: T.Object({}, { additionalProperties: false }),
    output: T.Object({ withdrawn: T.Integer() }),
    silent: 'the to-dos tell it',
    scope: 'member',
    internal: true,
  }).run(async (_input, ctx) => ctx.callAsModule(withdrawItems, {}))
}

async function keepCard(
  ctx: AnyContext,
  made: Made,
  link: Ready,
  { noun, record, data, readers, at }: NonNullable<Told['cards']>[number],
): Promise<void> {
  const def = made.manifest.entities.find((each) => each.noun === noun)
  if (!def?.card) throw unfit(link, `it has no card of ${noun}`)
  const face = await faceOf(ctx, link, def, record, data)
  const seenBy =
    readers === 'members' ? readers : [...(await peopleOf(ctx.sql, link, readers)).values()]
  const written = await ctx.sql`
    INSERT INTO remote.face AS f (org, link, noun, record, at, data, readers)
    VALUES (${ctx.org}, ${link.id}, ${noun}, ${record}, ${at}::timestamptz, ${JSON.stringify(face)}::jsonb, ${JSON.stringify(seenBy)}::jsonb)
    ON CONFLICT (org, link, noun, record) DO UPDATE SET at = excluded.at, data = excluded.data, readers = excluded.readers
    WHERE f.at <= excluded.at RETURNING record`
  if (written.length === 0) return
  await ctx.call(ensureCard, {
    template: cardId(made, noun),
    entity: `${made.module}.${noun}`,
    record,
  })
}

/** The fields of its card with people by name, and the words for its state. */
async function faceOf(
  ctx: AnyContext,
  link: Ready,
  def: EntityDef,
  record: string,
  data: Row,
): Promise<Row> {
  const card = def.card!
  const shown = [...card.facts, card.state?.field, card.timeline, def.label].filter(
    (name): name is string => name !== undefined,
  )
  const schema = objectSchema({
    properties: Object.fromEntries(shown.map((name) => [name, def.fields[name] ?? {}])),
  })
  const wrong = misfit(schema, data)
  if (wrong) throw unfit(link, `the card of ${def.noun}: ${wrong}`)
  const buttons = (card.buttons ?? []).flatMap(({ when, input }) => [
    ...(when ? [when.field] : []),
    ...Object.values(input),
  ])
  const kept = Object.fromEntries(
    [...new Set([...shown, ...buttons])].flatMap((name) =>
      data[name] === undefined ? [] : [[name, data[name]]],
    ),
  )
  const people = await peopleOf(ctx.sql, link, namedIn(schema, kept))
  const names = await ctx.sql<{ id: string; name: string }>`
    SELECT id, name FROM directory.person WHERE org = ${ctx.org} AND id = ANY(${[...people.values()]}::uuid[])`
  const nameOf = new Map(names.map(({ id, name }) => [id, name]))
  const face = replaced(schema, kept, (id) => {
    const person = people.get(id)
    return person ? { id: person, name: nameOf.get(person) ?? '' } : undefined
  }) as Row
  const state = card.state && card.state.values[String(data[card.state.field])]
  return {
    ...face,
    id: record,
    name: String(data[def.label] ?? english(def.title)),
    ...(state ? { state_text: state.text.en, state_tone: state.tone ?? 'closed' } : {}),
  }
}

async function putTodos(
  ctx: AnyContext,
  made: Made,
  link: Ready,
  todos: NonNullable<Told['todos']>,
): Promise<void> {
  const people = await peopleOf(
    ctx.sql,
    link,
    todos.map(({ person }) => person),
  )
  const items = todos.flatMap(({ person, page, rest = '', ...todo }) => {
    const whose = people.get(person)
    if (!whose) return []
    const leads = page !== undefined && made.manifest.pages.some(({ id }) => id === page)
    return [{ ...todo, person: whose, ...(leads ? { link: `${pathOf(made, page)}${rest}` } : {}) }]
  })
  if (items.length) await ctx.call(putItems, { items })
}

const unfit = (link: Ready, what: string) =>
  fail(
    'invalid',
    `${link.title} told something that is not in its manifest: ${what}.`,
    'The vendor corrects it, or publishes a new version.',
  )
