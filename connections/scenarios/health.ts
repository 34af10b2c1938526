import type { Context, RecordOf } from '#kernel'
import { chosenFor } from '#modules/standards'
import type { Installation } from './entities.ts'
import { partsUsed } from './make.ts'
import { implementerOf } from './offer.ts'
import type { Recipe } from './recipe.ts'
import { HEALTH } from './seen.ts'

type Row = RecordOf<typeof Installation>
interface Trouble {
  kind: 'need' | 'account' | 'flow'
  of: string
  message: string
}
interface FlowRow {
  readonly id: string
  readonly title: string
  readonly state: string
  readonly reason?: string
}
export interface Health {
  state: (typeof HEALTH)[number]
  troubles: Trouble[]
  flows: { name: string; flow: string; title: string; state: string; begins: string }[]
}

/** How each installation stands at this moment: asked of what it rests on, so that it is never out of date. */
export async function healthOf(ctx: Context, rows: readonly Row[]): Promise<Map<string, Health>> {
  const flows = await flowsBy(
    ctx,
    rows.flatMap((row) => Object.values(row.flows)),
  )
  const accounts = await accountsBy(
    ctx,
    rows.flatMap((row) => Object.values(row.accounts)),
  )
  const found = new Map<string, Health>()
  for (const row of rows) {
    const recipe = JSON.parse(row.definition) as Recipe
    const [needs, linked, stopped] = [
      await needTroubles(ctx, row, recipe),
      accountTroubles(row, accounts),
      flowTroubles(row, flows),
    ]
    const state =
      row.state === 'paused'
        ? 'paused'
        : needs.length
          ? 'broken'
          : linked.length
            ? 'needs_account'
            : stopped.length
              ? 'stopped'
              : 'running'
    found.set(row.id, {
      state,
      troubles: [...needs, ...linked, ...stopped],
      flows: Object.entries(row.flows).map(([name, flow]) => ({
        name,
        flow,
        title: flows.get(flow)?.title ?? name,
        state: flows.get(flow)?.state ?? 'deleted',
        begins: String((recipe.flows[name]?.trigger as { kind?: unknown } | undefined)?.kind),
      })),
    })
  }
  return found
}

async function needTroubles(ctx: Context, row: Row, recipe: Recipe): Promise<Trouble[]> {
  const used = partsUsed(recipe)
  const gone = await goneOf(ctx)
  const troubles: Trouble[] = []
  for (const [role, chosen] of Object.entries(row.needs)) {
    const need = recipe.needs[role]
    if (!need) continue
    const missing = need.apart ? undefined : gone.get(need.interface)
    if (missing) {
      troubles.push({ kind: 'need', of: role, message: `${missing} is not installed any more.` })
      continue
    }
    try {
      const found = need.apart
        ? implementerOf(ctx, need.interface, chosen)
        : await chosenFor(ctx.sql, ctx.org, ctx.registry, need.interface)
      const lacks = (used[role] ?? []).filter((id) => found?.idOf(id) === undefined)
      if (!found)
        troubles.push({ kind: 'need', of: role, message: `${chosen} is not installed any more.` })
      else if (lacks.length)
        troubles.push({
          kind: 'need',
          of: role,
          message: `${found.module.title} does without ${lacks.join(', ')}.`,
        })
    } catch (error) {
      troubles.push({ kind: 'need', of: role, message: (error as Error).message })
    }
  }
  return troubles
}

/** Chosen implementations that are there no more: flows still listen to them. */
async function goneOf(ctx: Context): Promise<Map<string, string>> {
  const { items } = (await ctx.call('standards.binding.list', { limit: PAGE_MAX })) as {
    items: { interface: string; module: string }[]
  }
  return new Map(
    items
      .filter((bound) => !implementerOf(ctx, bound.interface, bound.module))
      .map((bound) => [bound.interface, bound.module]),
  )
}

interface AccountRow {
  readonly id: string
  readonly title: string
  readonly state: string
  readonly last_error?: string
}

function accountTroubles(row: Row, accounts: ReadonlyMap<string, AccountRow>): Trouble[] {
  return Object.entries(row.accounts).flatMap(([alias, id]) => {
    const account = accounts.get(id)
    const trouble = { kind: 'account' as const, of: alias }
    if (!account) return [{ ...trouble, message: 'The linked account is gone.' }]
    return account.state === 'exhausted'
      ? [
          {
            ...trouble,
            message: account.last_error ?? `${account.title} has to be connected anew.`,
          },
        ]
      : []
  })
}

function flowTroubles(row: Row, flows: ReadonlyMap<string, FlowRow>): Trouble[] {
  return Object.entries(row.flows).flatMap(([name, id]) => {
    const flow = flows.get(id)
    if (flow?.state === 'enabled' || row.state === 'paused') return []
    const message = flow?.reason ?? (flow ? 'The flow is off.' : 'The flow was deleted.')
    return [{ kind: 'flow' as const, of: name, message }]
  })
}

/** As the module: who looks after scenarios need not see every flow and account. */
async function flowsBy(ctx: Context, ids: readonly string[]): Promise<Map<string, FlowRow>> {
  const items = await ctx.callAsModule(ctx.registry.action('flows.flow.list'), listOf(ids))
  return new Map((items as { items: FlowRow[] }).items.map((flow) => [flow.id, flow]))
}
async function accountsBy(ctx: Context, ids: readonly string[]): Promise<Map<string, AccountRow>> {
  if (ids.length === 0) return new Map()
  const items = await ctx.callAsModule(ctx.registry.action('vault.account.list'), listOf(ids))
  return new Map((items as { items: AccountRow[] }).items.map((row) => [row.id, row]))
}

/** Installations that one looks at together have fewer flows and accounts than a page holds. */
const listOf = (ids: readonly string[]) => ({
  where: { id: { in: [...new Set(ids)].slice(0, PAGE_MAX) } },
  limit: PAGE_MAX,
})
const PAGE_MAX = 1000
