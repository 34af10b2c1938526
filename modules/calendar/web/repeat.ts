import { locale, t } from '#web'
import { midnight } from './days.ts'

const WEEK = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const

/** The rhythms people use, named for the day that is chosen. */
export function rhythms(day: string): { value: string; label: string }[] {
  const at = midnight(day)
  const weekday = at.toLocaleDateString(locale(), { weekday: 'long' })
  const nth = Math.ceil(at.getDate() / 7)
  return [
    { value: '', label: t('Does not repeat') },
    { value: 'FREQ=DAILY', label: t('Every day') },
    { value: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', label: t('Every weekday') },
    {
      value: `FREQ=WEEKLY;BYDAY=${WEEK[at.getDay()]}`,
      label: t('Every week on {day}', { day: weekday }),
    },
    {
      value: `FREQ=WEEKLY;INTERVAL=2;BYDAY=${WEEK[at.getDay()]}`,
      label: t('Every two weeks on {day}', { day: weekday }),
    },
    {
      value: `FREQ=MONTHLY;BYMONTHDAY=${at.getDate()}`,
      label: t('Every month on day {n}', { n: at.getDate() }),
    },
    ...(nth <= 4
      ? [
          {
            value: `FREQ=MONTHLY;BYDAY=${nth}${WEEK[at.getDay()]}`,
            label: t('Every month on {day} number {n}', { n: nth, day: weekday }),
          },
        ]
      : []),
    { value: 'FREQ=MONTHLY;BYMONTHDAY=-1', label: t('Every month on its last day') },
    { value: 'FREQ=YEARLY', label: t('Every year') },
  ]
}

export interface Ending {
  kind: 'never' | 'until' | 'count'
  until: string
  count: string
}

/** A rule taken apart into its rhythm and its end. */
export function taken(rule: string): { rhythm: string; ending: Ending } {
  const parts = rule.split(';').filter(Boolean)
  const until = /UNTIL=(\d{4})(\d\d)(\d\d)/.exec(rule)
  const count = /COUNT=(\d+)/.exec(rule)?.[1]
  return {
    rhythm: parts.filter((part) => !/^(UNTIL|COUNT)=/.test(part)).join(';'),
    ending: {
      kind: until ? 'until' : count ? 'count' : 'never',
      until: until ? `${until[1]}-${until[2]}-${until[3]}` : '',
      count: count ?? '10',
    },
  }
}

export function ruleOf(rhythm: string, { kind, until, count }: Ending): string {
  if (!rhythm) return ''
  if (kind === 'until' && until) return `${rhythm};UNTIL=${until.replaceAll('-', '')}`
  if (kind === 'count' && Number(count) > 0) return `${rhythm};COUNT=${Number(count)}`
  return rhythm
}

/** A rule in words, for those who only look. */
export function ruleWords(rule: string, day: string): string {
  const { rhythm, ending } = taken(rule)
  const known = rhythms(day).find(({ value }) => value === rhythm)?.label ?? t('Repeats')
  if (ending.kind === 'until')
    return t('{rhythm}, until {day}', { rhythm: known, day: ending.until })
  return ending.kind === 'count'
    ? t('{rhythm}, {n} times', { rhythm: known, n: Number(ending.count) })
    : known
}
