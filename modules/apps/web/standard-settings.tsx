import { SelectField, t, useAction } from '#web'
import { inWords, type EntityDef } from './types.ts'

interface Contract {
  actions: {
    id: string
    output: { properties?: Record<string, { title?: string }>; required?: string[] }
  }[]
}

/** Whether a list stands for a standard, so that flows and scenarios can use it, and by which fields. */
export function StandardSettings({
  def,
  onChange,
}: {
  def: EntityDef
  onChange: (def: EntityDef) => void
}) {
  const list = useAction<{ items: { interface: string; title: string }[] }>(
    'standards.interface.list',
  )
  const { stands_for: claim, ...rest } = def
  const choose = (standard: string) =>
    onChange(standard ? { ...rest, stands_for: { standard, fields: {} } } : rest)
  return (
    <fieldset className="nested">
      <legend>{t('Standard')}</legend>
      <SelectField
        label={t('Stands for')}
        value={claim?.standard ?? ''}
        options={[
          { value: '', label: t('Nothing but itself') },
          ...(list.data?.items ?? []).map((each) => ({
            value: each.interface,
            label: t(each.title),
          })),
        ]}
        onChange={choose}
      />
      {claim && <Fields key={claim.standard} def={def} claim={claim} onChange={onChange} />}
    </fieldset>
  )
}

function Fields({
  def,
  claim,
  onChange,
}: {
  def: EntityDef
  claim: NonNullable<EntityDef['stands_for']>
  onChange: (def: EntityDef) => void
}) {
  const { data } = useAction<Contract>('standards.interface.get', { interface: claim.standard })
  const { output } = data?.actions.find(({ id }) => id.endsWith('.get')) ?? {}
  const wanted = Object.entries(output?.properties ?? {}).filter(
    ([name]) => !['id', 'updated_at', 'custom'].includes(name),
  )
  const name = (theirs: string, key: string) => {
    const { [theirs]: _before, ...others } = claim.fields
    const must = output?.required?.includes(theirs) === true
    onChange({
      ...def,
      // What the standard promises is there in every record; a serial number is so by itself.
      fields: def.fields.map((field) =>
        must && field.key === key && field.kind !== 'serial' ? { ...field, required: true } : field,
      ),
      stands_for: { ...claim, fields: key ? { ...others, [theirs]: key } : others },
    })
  }
  return (
    <div className="app-list">
      {wanted.map(([theirs, { title }]) => (
        <SelectField
          key={theirs}
          label={
            output?.required?.includes(theirs)
              ? t('{name} (required)', { name: t(title ?? theirs) })
              : t(title ?? theirs)
          }
          value={claim.fields[theirs] ?? ''}
          options={[
            { value: '', label: t('None') },
            ...def.fields.map(({ key, title: own }) => ({ value: key, label: inWords(own) })),
          ]}
          onChange={(key) => name(theirs, key)}
        />
      ))}
    </div>
  )
}
