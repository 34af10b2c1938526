import { useQueries } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isFigure } from '../cell.tsx'
import { fetchAction } from '../client.ts'
import { moneyText, numberText } from '../format.tsx'
import { tn } from '../language.ts'
import { useAction } from '../query.ts'
import { controlOf } from '../schema.ts'
import type { useSource } from './source.ts'

interface Counted {
  items: Record<string, unknown>[]
}

/** Sums under columns of figures; money by currency, for amounts of two have no sum. */
export function useTotals(
  entity: string,
  from: ReturnType<typeof useSource>,
  columns: readonly string[],
  where: object | undefined,
  search: string | undefined,
  enabled: boolean,
): Record<string, ReactNode> | undefined {
  const action = `${entity}.aggregate`
  const narrowed = { ...(where ? { where } : {}), ...(search ? { search } : {}) }
  const figures = columns.filter((name) => from.fields[name] && isFigure(from.fields[name]!))
  const money = figures.filter((name) => controlOf(from.fields[name]!) === 'money')
  const plain = figures.filter((name) => !money.includes(name))
  const measures = {
    n: 'count',
    ...Object.fromEntries(plain.map((name, at) => [`c${at}`, { sum: name }])),
  }
  const all = useAction<Counted>(action, { ...narrowed, measures }, { enabled, keep: true })
  const sums = useQueries({
    queries: money.map((name) => {
      const input = { ...narrowed, by: [name], measures: { total: { sum: name } } }
      return {
        queryKey: [action, input],
        queryFn: () => fetchAction<Counted>(action, input),
        enabled,
      }
    }),
  })
  const whole = all.data?.items[0]
  if (!enabled || !whole) return undefined
  const foot: Record<string, ReactNode> = {
    '#': tn(Number(whole.n), '{n} record', '{n} records'),
  }
  for (const [at, name] of plain.entries())
    if (whole[`c${at}`] !== null) foot[name] = numberText(Number(whole[`c${at}`]))
  for (const [at, name] of money.entries()) {
    const lines = (sums[at]?.data?.items ?? []).filter((one) => one.total !== null)
    foot[name] = lines.map((one) => (
      <span key={String(one[name])} className="number">
        {moneyText({ amount: String(Math.round(Number(one.total))), currency: String(one[name]) })}
      </span>
    ))
  }
  return foot
}
