import { t } from '#web'
import type { EntityDef, Field, Kind } from './types.ts'

/** In the order in which people look for them. */
export const kindTitles = (): Record<Kind, string> => ({
  text: t('Text'),
  long: t('Long text'),
  number: t('Number'),
  money: t('Money'),
  choice: t('Choice'),
  choices: t('Several choices'),
  yes_no: t('Yes or no'),
  date: t('Date'),
  time: t('Date and time'),
  member: t('Colleague'),
  department: t('Department'),
  phone: t('Telephone'),
  email: t('E-mail'),
  link: t('Link'),
  picture: t('Picture'),
  file: t('File'),
  reference: t('Link to another list'),
  serial: t('Serial number'),
})

/** What a field of another kind keeps, and what it needs to begin with. */
export function asKind(
  field: Field,
  kind: Kind,
  entities: readonly EntityDef[],
  samples: readonly string[],
): Field {
  const { key, name, title, help, required, seen_by, filled_by } = field
  const kept = {
    key,
    name,
    title,
    kind,
    ...(help ? { help } : {}),
    ...(required && kind !== 'serial' ? { required } : {}),
    ...(seen_by ? { seen_by } : {}),
    ...(filled_by ? { filled_by } : {}),
  }
  switch (kind) {
    case 'choice':
    case 'choices':
      return { ...kept, options: optionsFrom(field, samples) }
    case 'money':
      return { ...kept, currency: field.currency ?? 'CNY' }
    case 'reference':
      return { ...kept, to: field.to ?? entities[0]!.key }
    case 'serial':
      return { ...kept, serial: field.serial ?? { prefix: '', period: 'never', digits: 4 } }
    default:
      return kept
  }
}

function optionsFrom(field: Field, samples: readonly string[]): { value: string }[] {
  if (field.options?.length) return field.options
  const values = [...new Set(samples)].filter(Boolean)
  return (values.length ? values : [t('Yes'), t('No')]).map((value) => ({ value }))
}

/** A list without views that a field no longer allows. */
export function tidied(def: EntityDef): EntityDef {
  const kindOf = (key: string | undefined) => def.fields.find((field) => field.key === key)?.kind
  const { label, group_by, date, until, ...rest } = def
  const grouped = kindOf(group_by) === 'choice' ? group_by : undefined
  const dated = isDay(kindOf(date)) ? date : undefined
  const ended = isDay(kindOf(until)) ? until : undefined
  const named =
    label && LABELS.has(kindOf(label) ?? '')
      ? label
      : def.fields.find(({ kind }) => LABELS.has(kind))?.key
  const has = (key: string) => def.fields.some((field) => field.key === key)
  const views = def.views.filter(
    (view) =>
      view === 'table' ||
      (view === 'board' && grouped) ||
      (view === 'calendar' && dated) ||
      (view === 'timeline' && dated && ended),
  )
  return {
    ...rest,
    views: views.length ? views : ['table'],
    ...(named ? { label: named } : {}),
    ...(grouped ? { group_by: grouped } : {}),
    ...(dated ? { date: dated } : {}),
    ...(ended ? { until: ended } : {}),
    ...(def.columns ? { columns: def.columns.filter(has) } : {}),
    ...(def.card ? { card: def.card.filter(has) } : {}),
  }
}

const isDay = (kind: string | undefined) => kind === 'date' || kind === 'time'
const LABELS: ReadonlySet<string> = new Set([
  'text',
  'serial',
  'choice',
  'phone',
  'email',
  'link',
  'long',
])

/** Never the key of what was removed before: its values are kept under it. */
export function freshKey(letter: string): string {
  const [random] = crypto.getRandomValues(new Uint32Array(1))
  return `${letter}${random!.toString(36).padStart(7, '0').slice(-7)}`
}

/** A key and a name that nothing has yet. */
export function newField(def: EntityDef, title: string): Field {
  const names = new Set(def.fields.map(({ name }) => name))
  let n = def.fields.length + 1
  while (names.has(`field_${n}`)) n++
  return { key: freshKey('f'), name: `field_${n}`, title: wordsFrom(title), kind: 'text' }
}

export const wordsFrom = (text: string): Field['title'] =>
  /\p{Script=Han}/u.test(text) ? { zh: text } : { en: text }
