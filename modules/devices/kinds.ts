import { fail, type Context } from '#kernel'
import type { Metric, Offer } from './shapes.ts'

/** A key names one thing. */
export function requireUnique(what: { metrics?: readonly Metric[]; commands?: readonly Offer[] }) {
  const twice = (list: readonly { key: string }[] = []) =>
    list.find(({ key }, at) => list.findIndex((other) => other.key === key) !== at)?.key
  const lists = [what.metrics, what.commands, ...(what.commands ?? []).map(({ params }) => params)]
  for (const list of lists) {
    const key = twice(list)
    if (key !== undefined) throw fail('invalid', `“${key}” is there twice.`, 'Name each once.')
  }
}

/** Gives each new metric its number; one that was there before keeps its own, also while it is gone. */
export async function numberMetrics(
  ctx: Pick<Context, 'sql' | 'org'>,
  kind: string,
  metrics: readonly Metric[],
): Promise<void> {
  const [row] = await ctx.sql<{ numbers: Record<string, number> }>`
    SELECT numbers FROM devices.kind WHERE org = ${ctx.org} AND id = ${kind} FOR UPDATE`
  const numbers = { ...row!.numbers }
  let next = Math.max(0, ...Object.values(numbers)) + 1
  for (const { key } of metrics) numbers[key] ??= next++
  await ctx.sql`
    UPDATE devices.kind SET numbers = ${JSON.stringify(numbers)}::jsonb WHERE org = ${ctx.org} AND id = ${kind}`
}
