import { conflict, defineAction, T, type Context } from '#kernel'
import { Installation } from '../entities.ts'
import { keptChoice } from '../installed.ts'
import { hashOf, recipeOf } from '../known.ts'
import { flowsOf } from '../make.ts'
import { accountsOf, chosenOf, needsOf } from '../offer.ts'
import { settingsOf } from '../ready.ts'
import type { Recipe } from '../recipe.ts'
import { Words } from '../seen.ts'

const Step = T.Object({
  what: T.String(),
  step: T.Optional(T.String()),
  field: T.Optional(T.String()),
})

export const compareScenario = defineAction({
  id: 'scenarios.installation.compare',
  kind: 'query',
  effect: 'local',
  title: 'What a newer recipe would change',
  description:
    'Flow by flow what comes, goes and changes, and what the newer version asks for besides.',
  input: T.Object({ installation: T.Id({ title: 'Scenario' }) }, { additionalProperties: false }),
  output: T.Object({
    from: T.Integer(),
    to: T.Integer(),
    hash: T.String(),
    flows: T.Array(
      T.Object({
        name: T.String(),
        title: Words,
        what: T.Enum(['added', 'removed', 'changed', 'same']),
        changes: T.Array(Step),
      }),
    ),
    /** Needs, accounts and settings that were not asked for before. */
    asks: T.Array(T.Object({ kind: T.String(), name: T.String() })),
  }),
  errors: { newest: conflict('There is no newer version.', 'It stays as it is.') },
  subject: 'installation',
  scope: 'scenarios.manage',
}).run(async ({ installation: id }, ctx) => {
  const row = await ctx.records(Installation).get(id)
  const newer = await recipeOf(ctx, row.recipe)
  if (newer.version <= row.version) throw ctx.error('newest')
  const before = JSON.parse(row.definition) as Recipe
  const kept = keptChoice(row, newer)
  const needs = await needsOf(ctx, newer, kept.needs)
  const accounts = await accountsOf(ctx, newer, kept.accounts)
  const choice = chosenOf(needs, accounts, settingsOf(newer, kept.settings), row.language)
  const made = attempt(() => flowsOf(newer, choice))
  const flows = await Promise.all(
    Object.entries(newer.flows).map(async ([name, { title }]) => {
      const flow = row.flows[name]
      if (!flow) return { name, title, what: 'added' as const, changes: [] }
      const changes = made ? await changesOf(ctx, flow, made[name]) : []
      return {
        name,
        title,
        what: changes.length ? ('changed' as const) : ('same' as const),
        changes,
      }
    }),
  )
  const gone = Object.entries(before.flows)
    .filter(([name]) => !(name in newer.flows))
    .map(([name, { title }]) => ({ name, title, what: 'removed' as const, changes: [] }))
  return {
    from: row.version,
    to: newer.version,
    hash: hashOf(newer),
    flows: [...flows, ...gone],
    asks: [
      ...fresh('need', newer.needs, before.needs),
      ...fresh('account', newer.accounts, before.accounts),
      ...fresh('setting', newer.settings.properties, before.settings.properties),
    ],
  }
})

async function changesOf(ctx: Context, flow: string, definition: unknown) {
  const { version } = (await ctx.call('flows.flow.get', { flow })) as { version: number }
  const { changes } = (await ctx.call('flows.flow.diff', { flow, from: version, definition })) as {
    changes: { what: string; step?: string; field?: string }[]
  }
  return changes.map(({ what, step, field }) => ({
    what,
    ...(step ? { step } : {}),
    ...(field ? { field } : {}),
  }))
}

const fresh = (kind: string, now: object, before: object) =>
  Object.keys(now)
    .filter((name) => !(name in before))
    .map((name) => ({ kind, name }))

/** Something that it asks for anew is not chosen yet: then only what comes and goes can be told. */
function attempt<V>(work: () => V): V | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
