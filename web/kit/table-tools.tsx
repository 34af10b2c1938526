import { useRef, useState, type ReactNode } from 'react'
import { Button, IconButton } from './button.tsx'
import { Check, Field } from './field.tsx'
import { Floating } from './floating.tsx'
import { Icon } from './icon.tsx'
import { t } from './language.ts'
import type { EntityInfo, Schema } from './manifest.ts'
import { RecordPicker } from './picker.tsx'
import { controlOf, entityOf, optionsOf } from './schema.ts'
import { fieldsOf, type TableView } from './table-columns.ts'

/** One condition as the person set it; `whereOf` makes the filter language of it. */
export interface Condition {
  field: string
  value: string
  until?: string
}

export function whereOf(
  conditions: readonly Condition[],
  fields: Record<string, Schema>,
): Record<string, unknown> | undefined {
  const parts = conditions
    .filter((one) => one.value !== '' || one.until)
    .map(({ field, value, until }) => {
      const control = controlOf(fields[field] ?? { type: 'string' })
      if (control === 'enum' || control === 'reference') return { [field]: value }
      if (control === 'boolean') return { [field]: value === 'true' }
      if (control === 'number' || control === 'integer')
        return { [field]: { gte: Number(value), ...(until ? { lte: Number(until) } : {}) } }
      if (control === 'date')
        return { [field]: { ...(value ? { gte: value } : {}), ...(until ? { lte: until } : {}) } }
      if (control === 'time')
        return {
          [field]: {
            ...(value ? { gte: new Date(value).toISOString() } : {}),
            ...(until ? { lte: new Date(`${until}T23:59:59.999`).toISOString() } : {}),
          },
        }
      return { [field]: { contains: value } }
    })
  return parts.length === 0 ? undefined : parts.length === 1 ? parts[0] : { and: parts }
}

const FILTERED = new Set([
  'text',
  'long',
  'enum',
  'boolean',
  'number',
  'integer',
  'date',
  'time',
  'reference',
])

interface Props {
  entity: EntityInfo
  labelOf: (name: string, schema: Schema) => string
  option: (name: string, value: string) => string
  search: string | undefined
  onSearch: (text: string) => void
  conditions: Condition[]
  onConditions: (next: Condition[]) => void
  view: TableView
  onView: (part: Partial<TableView>) => void
  /** Further buttons at its end. */
  children?: ReactNode
}

/** Search, filters and the choice of columns above a table. */
export function TableTools(props: Props) {
  const { entity, labelOf, option, search, onSearch, conditions, onConditions, view, onView } =
    props
  const fields = fieldsOf(entity)
  const choices = Object.entries(fields).filter(([, schema]) => !schema['x-sensitive'])
  return (
    <div className="tools">
      {search !== undefined && (
        <label className="search-box">
          <Icon name="search" size={16} />
          <input
            type="search"
            value={search}
            placeholder={t('Search')}
            aria-label={t('Search')}
            onChange={(event) => onSearch(event.target.value)}
          />
        </label>
      )}
      {conditions.map((condition, index) => (
        <ConditionChip
          key={condition.field}
          condition={condition}
          schema={fields[condition.field]!}
          label={labelOf(condition.field, fields[condition.field]!)}
          option={(value) => option(condition.field, value)}
          onChange={(next) =>
            onConditions(conditions.map((one, at) => (at === index ? next : one)))
          }
          onRemove={() => onConditions(conditions.filter((_, at) => at !== index))}
        />
      ))}
      <Choose icon="filter" label={t('Filter')}>
        {(close) => (
          <div className="menu" role="group">
            {choices
              .filter(
                ([name, schema]) =>
                  FILTERED.has(controlOf(schema)) && !conditions.some((one) => one.field === name),
              )
              .map(([name, schema]) => (
                <button
                  key={name}
                  type="button"
                  onClick={() => {
                    onConditions([...conditions, { field: name, value: '' }])
                    close()
                  }}
                >
                  {labelOf(name, schema)}
                </button>
              ))}
          </div>
        )}
      </Choose>
      <Choose icon="columns" label={t('Columns')}>
        {() => (
          <div className="column-list">
            {choices.map(([name, schema]) => (
              <Check
                key={name}
                label={labelOf(name, schema)}
                checked={view.columns.includes(name)}
                disabled={view.columns.length === 1 && view.columns.includes(name)}
                onChange={(on) =>
                  onView({
                    columns: on
                      ? [...view.columns, name]
                      : view.columns.filter((one) => one !== name),
                  })
                }
              />
            ))}
          </div>
        )}
      </Choose>
      {props.children}
    </div>
  )
}

function Choose({
  icon,
  label,
  children,
}: {
  icon: string
  label: string
  children: (close: () => void) => React.ReactNode
}) {
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className="button quiet small"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} size={16} />
        <span className="not-phone">{label}</span>
        <span className="only-phone unseen">{label}</span>
      </button>
      {open && (
        <Floating anchor={anchor} align="end" onClose={() => setOpen(false)} label={label}>
          {children(() => setOpen(false))}
        </Floating>
      )}
    </>
  )
}

function ConditionChip({
  condition,
  schema,
  label,
  option,
  onChange,
  onRemove,
}: {
  condition: Condition
  schema: Schema
  label: string
  option: (value: string) => string
  onChange: (next: Condition) => void
  onRemove: () => void
}) {
  const [open, setOpen] = useState(condition.value === '')
  const anchor = useRef<HTMLButtonElement>(null)
  const control = controlOf(schema)
  const options = optionsOf(schema) ?? (control === 'boolean' ? ['true', 'false'] : undefined)
  const say = (value: string) =>
    control === 'boolean' ? t(value === 'true' ? 'Yes' : 'No') : options ? option(value) : value
  const words = [
    condition.value && (control === 'reference' ? '…' : say(condition.value)),
    condition.until,
  ]
    .filter(Boolean)
    .join(' – ')
  const range = ['date', 'time', 'number', 'integer'].includes(control)
  const type = control === 'date' || control === 'time' ? 'date' : 'text'
  return (
    <span className="condition">
      <button ref={anchor} type="button" className="bare" onClick={() => setOpen(!open)}>
        <span className="muted">{label}</span> {words || t('any')}
      </button>
      <IconButton
        icon="close"
        size={14}
        label={t('Remove {name}', { name: label })}
        onClick={onRemove}
      />
      {open && (
        <Floating anchor={anchor} onClose={() => setOpen(false)} label={label}>
          <form
            className="condition-form"
            onSubmit={(event) => {
              event.preventDefault()
              setOpen(false)
            }}
          >
            {options ? (
              <Field label={label}>
                {(wires) => (
                  <select
                    {...wires}
                    className="input select"
                    value={condition.value}
                    onChange={(event) => onChange({ ...condition, value: event.target.value })}
                  >
                    <option value="">{t('any')}</option>
                    {options.map((one) => (
                      <option key={one} value={one}>
                        {say(one)}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
            ) : control === 'reference' ? (
              <Field label={label}>
                {(wires) => (
                  <RecordPicker
                    wires={wires}
                    entity={entityOf(schema)}
                    pick={schema['x-pick']}
                    value={condition.value ? [condition.value] : []}
                    onChange={([id]) => onChange({ ...condition, value: id ?? '' })}
                  />
                )}
              </Field>
            ) : (
              <>
                <Field label={range ? t('From') : label}>
                  {(wires) => (
                    <input
                      {...wires}
                      className="input"
                      type={type}
                      value={condition.value}
                      onChange={(event) => onChange({ ...condition, value: event.target.value })}
                    />
                  )}
                </Field>
                {range && (
                  <Field label={t('To')}>
                    {(wires) => (
                      <input
                        {...wires}
                        className="input"
                        type={type}
                        value={condition.until ?? ''}
                        onChange={(event) => onChange({ ...condition, until: event.target.value })}
                      />
                    )}
                  </Field>
                )}
              </>
            )}
            <Button small submit tone="primary">
              {t('Done')}
            </Button>
          </form>
        </Floating>
      )}
    </span>
  )
}
