import { isObject } from './given.ts'
import { isMoney } from './money.ts'

/** A total order of JSON values: nothing last, numbers, texts (Chinese by pinyin), money by amount, then the rest. */
export function orderOf(a: unknown, b: unknown): number {
  const [left, right] = [rank(a), rank(b)]
  if (left !== right) return left - right
  switch (left) {
    case 0:
      return (a as number) - (b as number)
    case 1:
      return COLLATOR.compare(a as string, b as string) || plain(a as string, b as string)
    case 2:
      return Number(a) - Number(b)
    case 3:
      return moneyOrder(a as Money, b as Money)
    case 4:
      return plain(identity(a), identity(b))
    default:
      return 0
  }
}

/** Equal for equal values, whatever the order of their fields. */
export function identity(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(identity).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'null'
  const fields = Object.keys(value)
    .toSorted()
    .filter((name) => value[name] !== undefined)
  return `{${fields.map((name) => `${JSON.stringify(name)}:${identity(value[name])}`).join(',')}}`
}

type Money = { readonly amount: string; readonly currency: string }
const COLLATOR = new Intl.Collator('zh-Hans-u-co-pinyin')

function rank(value: unknown): number {
  if (value === null || value === undefined) return 5
  if (isMoney(value)) return 3
  return { number: 0, string: 1, boolean: 2 }[typeof value as 'number'] ?? 4
}

const plain = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function moneyOrder(a: Money, b: Money): number {
  if (a.currency !== b.currency) return plain(a.currency, b.currency)
  const difference = BigInt(a.amount) - BigInt(b.amount)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
