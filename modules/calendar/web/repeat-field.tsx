import { DayField, SelectField, TextField, t } from '#web'
import { rhythms, ruleOf, taken, type Ending } from './repeat.ts'

export function RepeatField({
  rule,
  day,
  onChange,
}: {
  rule: string
  day: string
  onChange: (rule: string) => void
}) {
  const { rhythm, ending } = taken(rule)
  const offered = rhythms(day)
  const options = offered.some(({ value }) => value === rhythm)
    ? offered
    : [...offered, { value: rhythm, label: t('As it is now') }]
  const put = (patch: Partial<Ending>) => onChange(ruleOf(rhythm, { ...ending, ...patch }))
  return (
    <div className="event-when">
      <SelectField
        label={t('Repeats')}
        value={rhythm}
        onChange={(next) => onChange(ruleOf(next, ending))}
        options={options}
      />
      {rhythm && (
        <SelectField
          label={t('Ends')}
          value={ending.kind}
          onChange={(kind) => put({ kind: kind as Ending['kind'], until: ending.until || day })}
          options={[
            { value: 'never', label: t('Never') },
            { value: 'until', label: t('On a day') },
            { value: 'count', label: t('After a number of times') },
          ]}
        />
      )}
      {rhythm && ending.kind === 'until' && (
        <DayField
          label={t('Last day')}
          value={ending.until}
          onChange={(until) => until && put({ until })}
        />
      )}
      {rhythm && ending.kind === 'count' && (
        <TextField
          label={t('Times')}
          type="number"
          min={1}
          max={2000}
          value={ending.count}
          onChange={(count) => count && put({ count })}
        />
      )}
    </div>
  )
}
