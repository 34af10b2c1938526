import { fail, type Card as CardTemplate, type Context, type RecordOf } from '#kernel'
import { Card, Delivery } from './entities.ts'
import { cardChanged } from './events.ts'
import { words } from './draw.ts'

type CardRow = RecordOf<typeof Card>

/** A live copy hears every change; this many copies of one card are told. */
const SPACES_MAX = 1000

export function templateOf(ctx: Pick<Context, 'registry'>, id: string): CardTemplate {
  const template = ctx.registry.cards.get(id)
  if (!template)
    throw fail(
      'notFound',
      `There is no card template ${id}.`,
      'See /manifest.json for what there is.',
    )
  return template
}

/** Public data must never depend on who happens to act: only the owning module loads it, as itself. */
export function ownTemplate(ctx: Context, id: string): CardTemplate {
  const template = templateOf(ctx, id)
  const owner = ctx.registry.moduleOf(id).id
  if (ctx.actor.kind !== 'module' || ctx.actor.id !== owner) {
    throw fail(
      'forbidden',
      `Only the module ${owner} itself makes and refreshes ${id}.`,
      'Call it with ctx.callAsModule.',
    )
  }
  return template
}

export async function load(
  ctx: Context,
  template: CardTemplate,
  record: string,
): Promise<{ data: unknown; summary: string }> {
  const data = await ctx.call(template.load, { [template.subject]: record })
  return { data, summary: words(template.summary, data).slice(0, 500) }
}

/** Loads again; tells every live copy when something changed. */
export async function reload(
  ctx: Context<{}, readonly [typeof cardChanged]>,
  template: CardTemplate,
  card: CardRow,
): Promise<CardRow> {
  const { data, summary } = await load(ctx, template, card.record)
  if (same(data, card.data) && summary === card.summary && card.version === template.version)
    return card
  const changed = await ctx
    .records(Card)
    .unchecked('the owning module keeps its card')
    .update(card.id, { data, summary, version: template.version })
  await tell(ctx, changed)
  return changed
}

export async function tell(
  ctx: Context<{}, readonly [typeof cardChanged]>,
  card: CardRow,
): Promise<void> {
  const { id, rev, state, summary, data } = card
  for (const space of await spacesOf(ctx, id)) {
    ctx.emit(cardChanged, { card: id, rev, state, summary, data }, { stream: space, subject: id })
  }
}

async function spacesOf(ctx: Context, card: string): Promise<string[]> {
  const rows = await ctx.sql<{ space: string }>`
    SELECT DISTINCT space FROM cards.delivery
    WHERE org = ${ctx.org} AND card = ${card} AND policy <> 'snapshot' LIMIT ${SPACES_MAX}`
  return rows.map(({ space }) => space)
}

export const findDelivery = (ctx: Context, card: string, space: string) =>
  ctx
    .records(Delivery)
    .unchecked('one live copy per place')
    .first({ where: { card, space, policy: { in: ['live', 'live-readonly'] } } })

/** Compares as JSON, whatever the order of keys: jsonb gives them back in its own. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]),
  )
}
