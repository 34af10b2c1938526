import { dayOf, dayOrderOf } from '#modules/sheets'
import type { Field, Kind } from '../manifest/format.ts'
import { currencyIn, EMAIL, numberOf, partsOf, timeOf, type Lookups } from '../cells/read.ts'

/** Everything about a field that a column of cells tells. */
export type Guess = Pick<Field, 'kind'> &
  Partial<Pick<Field, 'options' | 'currency' | 'whole' | 'many' | 'unique'>>

/** More different values are no choice. */
const CHOICES_MAX = 20
const CHOICE_LENGTH_MAX = 40
const LINE_MAX = 120

const MONEY =
  /price|cost|amount|total|freight|salary|budget|fee\b|revenue|金额|单价|价格|总价|合计|费用|成本|运费|预算|工资|货款/i
const YES_NO =
  /^(is|has)[_ ]|discontinued|active|enabled|done|finished|completed|preferred|paid|approved|flag|是否|已/i
const DAY = /date|day|_at$|_on$|birthday|日期|时间|生日/i
const PHONE = /phone|mobile|tel\b|fax|cell|电话|手机|传真|联系方式/i
const CHOICE =
  /status|state|type|category|kind|class|level|priority|colou?r|grade|gender|stage|make|group|状态|类型|类别|分类|等级|级别|优先级|颜色|性别|阶段|结果/i
const NUMBERED =
  /(^|[_ ])(id|no|number|code|sku|key|zip|postal[_ ]code)$|(id|No|Code|Number)$|编号|单号|代码|编码|工号|邮编/
const LONG = /note|remark|description|comment|content|备注|说明|描述|内容/i
const PERSON =
  /owner|assignee|employee|manager|person|responsible|member|by$|人$|人员|负责|经办|主管|员工|姓名/i

/** A type is guessed only when every filled cell fits it: nothing of the file is lost by what we think of it. */
export function guessKind(heading: string, cells: readonly string[], known: Lookups): Guess {
  const filled = cells.map((cell) => cell.trim()).filter(Boolean)
  if (filled.length === 0) return { kind: emptyKind(heading) }
  const all = (test: (cell: string) => boolean): boolean => filled.every(test)
  const distinct = new Set(filled)
  const numbered = NUMBERED.test(heading)
  const unique = distinct.size === filled.length && filled.length === cells.length

  if (all((cell) => EMAIL.test(cell))) return { kind: 'email' }
  if (all((cell) => /^https?:\/\/\S+$/i.test(cell))) return { kind: 'link' }
  if (all((cell) => known.departments.has(cell.toLowerCase())) && distinct.size > 1)
    return { kind: 'department' }
  if (PERSON.test(heading) && all((cell) => known.people.has(cell.toLowerCase())))
    return { kind: 'member' }
  if (isYesNo(heading, distinct)) return { kind: 'yes_no' }
  if (numbered) return plainText(filled, unique && !/zip|postal|邮编/i.test(heading))
  const order = dayOrderOf(filled)
  const dated = DAY.test(heading)
  if (
    all(
      (cell) =>
        (dated || /[-/.年]/.test(cell)) &&
        !/^\d{1,4}([.,]\d+)?$/.test(cell) &&
        dayOf(cell, order) !== undefined,
    )
  ) {
    const hours = filled.some((cell) => /\d:\d/.test(cell) && !/\b0?0:00(:00)?$/.test(cell))
    return hours && all((cell) => timeOf(cell, order) !== undefined)
      ? { kind: 'time' }
      : { kind: 'date' }
  }
  if (PHONE.test(heading) && all((cell) => cell.length <= 40 && /(\d\D*){5}/.test(cell)))
    return { kind: 'phone' }
  if (all((cell) => /^(\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}$/.test(cell)))
    return { kind: 'phone' }
  const money = moneyIn(heading, filled)
  if (money) return money
  if (all((cell) => numberOf(cell) !== undefined && !/^0\d/.test(cell)))
    return {
      kind: 'number',
      ...(all((cell) => Number.isInteger(numberOf(cell))) ? { whole: true } : {}),
    }
  return choiceIn(heading, filled, distinct) ?? plainText(filled, false)
}

function emptyKind(heading: string): Kind {
  if (PHONE.test(heading)) return 'phone'
  if (/e-?mail|邮箱/i.test(heading)) return 'email'
  if (/photo|picture|image|照片|图片/i.test(heading)) return 'picture'
  if (/attachment|file|附件/i.test(heading)) return 'file'
  if (LONG.test(heading)) return 'long'
  return /date|日期/i.test(heading) ? 'date' : 'text'
}

function isYesNo(heading: string, distinct: ReadonlySet<string>): boolean {
  const values = [...distinct].map((value) => value.toLowerCase())
  if (distinct.size > 2) return false
  if (
    values.every((value) =>
      ['true', 'false', 'yes', 'no', '是', '否', '√', '×', 'y', 'n'].includes(value),
    )
  )
    return distinct.size === 2 || YES_NO.test(heading)
  return (
    values.every((value) => value === '0' || value === '1') &&
    (distinct.size === 2 || YES_NO.test(heading))
  )
}

function moneyIn(heading: string, filled: readonly string[]): Guess | undefined {
  const marked = filled.some((cell) => currencyIn(cell))
  if (!marked && !MONEY.test(heading)) return undefined
  const currency = filled.map(currencyIn).find(Boolean) ?? currencyIn(heading) ?? 'CNY'
  const fits = filled.every((cell) => {
    const number = numberOf(cell.replaceAll(/CNY|RMB|USD|EUR|GBP|HKD|JPY|[¥￥元$€£]/gi, '').trim())
    const units = number === undefined ? undefined : number * 100
    return units !== undefined && Math.abs(units - Math.round(units)) <= 0.05
  })
  return fits ? { kind: 'money', currency } : undefined
}

function choiceIn(
  heading: string,
  filled: readonly string[],
  distinct: ReadonlySet<string>,
): Guess | undefined {
  const short = (values: Iterable<string>): boolean =>
    [...values].every((value) => value.length <= CHOICE_LENGTH_MAX)
  const enough = CHOICE.test(heading)
    ? filled.length > distinct.size
    : filled.length >= distinct.size * 5 && filled.length >= 10
  if (distinct.size <= CHOICES_MAX && enough && short(distinct))
    return { kind: 'choice', options: optionsOf(filled) }
  const parts = filled.flatMap(partsOf)
  const several = filled.filter((cell) => partsOf(cell).length > 1).length
  if (several < filled.length * 0.3 || filled.some((cell) => cell.length > LINE_MAX))
    return undefined
  const words = new Set(parts)
  return words.size <= CHOICES_MAX && parts.length >= words.size * 3 && short(words)
    ? { kind: 'choices', options: optionsOf(parts) }
    : undefined
}

/** The commonest first: that is how people meet them. */
function optionsOf(values: readonly string[]): { value: string }[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].toSorted((a, b) => b[1] - a[1]).map(([value]) => ({ value }))
}

const plainText = (filled: readonly string[], unique: boolean): Guess =>
  filled.some((cell) => cell.length > LINE_MAX || cell.includes('\n'))
    ? { kind: 'long' }
    : { kind: 'text', ...(unique ? { unique: true } : {}) }
