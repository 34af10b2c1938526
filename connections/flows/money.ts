import { StepError } from './classify.ts'
import { isObject } from './given.ts'

/** Whole minor units as text, so that nothing rounds. */
export interface Money {
  readonly amount: string
  readonly currency: string
}

export const isMoney = (value: unknown): value is Money =>
  isObject(value) &&
  typeof value['amount'] === 'string' &&
  /^-?\d{1,18}$/.test(value['amount']) &&
  typeof value['currency'] === 'string'

/** Numbers or amounts of one currency; the sum of nothing is 0. */
export function sumOf(values: readonly unknown[]): number | Money {
  if (values.some(isMoney)) {
    const { amounts, currency } = amountsOf(values)
    return { amount: String(amounts.reduce((sum, each) => sum + each, 0n)), currency }
  }
  return values.reduce<number>((sum, each) => sum + numberOf(each), 0)
}

/** Half a minor unit goes away from zero. */
export function averageOf(values: readonly unknown[]): number | Money | null {
  if (values.length === 0) return null
  const sum = sumOf(values)
  if (typeof sum === 'number') return sum / values.length
  const [total, count] = [BigInt(sum.amount), BigInt(values.length)]
  const twice = (total < 0n ? -total : total) * 2n + count
  const rounded = twice / (count * 2n)
  return { amount: String(total < 0n ? -rounded : rounded), currency: sum.currency }
}

function amountsOf(values: readonly unknown[]): { amounts: bigint[]; currency: string } {
  const all = values.map((value) => {
    if (isMoney(value)) return value
    throw new StepError('data', 'Amounts of money and other values cannot be added together.')
  })
  const currency = all[0]!.currency
  if (all.some((each) => each.currency !== currency))
    throw new StepError('data', 'Amounts of different currencies cannot be added together.')
  return { amounts: all.map(({ amount }) => BigInt(amount)), currency }
}

function numberOf(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new StepError('data', 'What is added up must be numbers or amounts of money.')
}
