import { Check, SelectField, t } from '#web'
import { inWords, type EntityDef, type Kind } from './types.ts'

/** In which views a list is looked at, and which fields they go by. */
export function ViewSettings({
  def,
  onChange,
}: {
  def: EntityDef
  onChange: (def: EntityDef) => void
}) {
  const of = (...kinds: Kind[]) =>
    def.fields
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ key, title }) => ({ value: key, label: inWords(title) }))
  const choices = of('choice')
  const days = of('date', 'time')
  const has = (view: EntityDef['views'][number]) => def.views.includes(view)
  const turn = (view: EntityDef['views'][number], on: boolean, part: Partial<EntityDef> = {}) => {
    const order = ['table', 'board', 'calendar', 'timeline'] as const
    const views = order.filter((each) => (each === view ? on : has(each)))
    onChange({ ...def, ...part, views: views.length ? views : ['table'] })
  }
  const pick = (
    name: 'group_by' | 'date' | 'until',
    label: string,
    options: { value: string; label: string }[],
  ) => (
    <SelectField
      label={label}
      value={def[name] ?? ''}
      options={options}
      onChange={(key) => onChange({ ...def, [name]: key })}
    />
  )
  return (
    <fieldset className="nested app-views">
      <legend>{t('Views')}</legend>
      <div className="app-view-checks">
        <Check label={t('Table')} checked={has('table')} onChange={(on) => turn('table', on)} />
        <Check
          label={t('Board')}
          checked={has('board')}
          disabled={choices.length === 0}
          onChange={(on) =>
            turn('board', on, on ? { group_by: def.group_by ?? choices[0]!.value } : {})
          }
          {...(choices.length ? {} : { help: t('Needs a field of type “Choice”.') })}
        />
        <Check
          label={t('Calendar')}
          checked={has('calendar')}
          disabled={days.length === 0}
          onChange={(on) => turn('calendar', on, on ? { date: def.date ?? days[0]!.value } : {})}
          {...(days.length ? {} : { help: t('Needs a date.') })}
        />
        <Check
          label={t('Timeline')}
          checked={has('timeline')}
          disabled={days.length < 2}
          onChange={(on) =>
            turn(
              'timeline',
              on,
              on ? { date: def.date ?? days[0]!.value, until: def.until ?? days[1]!.value } : {},
            )
          }
          {...(days.length > 1 ? {} : { help: t('Needs two dates.') })}
        />
      </div>
      {(has('board') || has('calendar') || has('timeline')) && (
        <div className="app-list">
          {has('board') && pick('group_by', t('Columns of the board'), choices)}
          {(has('calendar') || has('timeline')) && pick('date', t('Begins on'), days)}
          {has('timeline') && pick('until', t('Ends on'), days)}
        </div>
      )}
    </fieldset>
  )
}
