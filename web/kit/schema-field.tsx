import { Suspense, lazy } from 'react'
import { Button, IconButton } from './button.tsx'
import { Check, Field, Segmented } from './field.tsx'
import { FileField } from './file-field.tsx'
import { t } from './language.ts'
import type { Schema } from './manifest.ts'
import { RecordPicker } from './picker.tsx'
import { bare, controlOf, entityOf, isMoney, optionsOf, type Draft } from './schema.ts'

const DayInput = lazy(() =>
  import('./day-input.tsx').then((module) => ({ default: module.DayInput })),
)

interface Props {
  schema: Schema
  label: string
  option: (value: string) => string
  labelOf: (name: string, schema: Schema) => string
  required: boolean
  value: unknown
  error: string | undefined
  onChange: (value: unknown) => void
}

const CURRENCIES = ['CNY', 'USD', 'EUR', 'HKD', 'JPY', 'GBP']
/** Up to this many choices all stay in sight. */
const IN_SIGHT = 4

export function SchemaField(given: Props) {
  const props = { ...given, schema: bare(given.schema) }
  const { schema, label, required, error, value, onChange } = props
  const control = controlOf(schema)
  if (control === 'boolean') {
    return (
      <Check
        label={label}
        checked={value === true}
        onChange={onChange}
        {...(schema.description ? { help: t(schema.description) } : {})}
      />
    )
  }
  if (control === 'object') return <Nested {...props} value={(value ?? {}) as Draft} />
  if (control === 'objects') return <NestedList {...props} value={(value ?? []) as Draft[]} />
  const help = schema.description ? t(schema.description) : undefined
  return (
    <Field label={label} help={help} error={error} required={required}>
      {(wires) => <Control {...props} wires={wires} />}
    </Field>
  )
}

type Wires = Parameters<Parameters<typeof Field>[0]['children']>[0]

function Control({ schema, value, onChange, wires, option, label }: Props & { wires: Wires }) {
  const control = controlOf(schema)
  const text =
    typeof value === 'string'
      ? value
      : value === undefined || value === null
        ? ''
        : control === 'json' && typeof value === 'object'
          ? JSON.stringify(value, null, 2)
          : String(value)
  const ids = Array.isArray(value)
    ? (value as string[])
    : typeof value === 'string' && value
      ? [value]
      : []
  const set = (event: { target: { value: string } }) => onChange(event.target.value)
  switch (control) {
    case 'enum': {
      const options = optionsOf(schema)!
      if (options.length <= IN_SIGHT && options.join('').length < 40) {
        return (
          <Segmented
            label={label}
            value={text}
            onChange={onChange}
            options={options.map((one) => ({ value: one, label: option(one) }))}
          />
        )
      }
      return (
        <select {...wires} className="input select" value={text} onChange={set}>
          <option value="">{t('Choose')}</option>
          {options.map((one) => (
            <option key={one} value={one}>
              {option(one)}
            </option>
          ))}
        </select>
      )
    }
    case 'enums':
      return (
        <div className="checks" id={wires.id}>
          {optionsOf(schema.items!)!.map((one) => (
            <Check
              key={one}
              label={option(one)}
              checked={ids.includes(one)}
              onChange={(on) => onChange(on ? [...ids, one] : ids.filter((id) => id !== one))}
            />
          ))}
        </div>
      )
    case 'long':
    case 'json':
      return (
        <textarea
          {...wires}
          className={`input area ${control === 'json' ? 'code' : ''}`}
          rows={3}
          value={text}
          onChange={set}
        />
      )
    case 'number':
    case 'integer':
      return (
        <input
          {...wires}
          className="input number"
          inputMode={control === 'integer' ? 'numeric' : 'decimal'}
          value={text}
          onChange={set}
        />
      )
    case 'money':
      return <MoneyInput wires={wires} value={value} onChange={onChange} label={label} />
    case 'date':
    case 'time':
      return (
        <Suspense fallback={<input {...wires} className="input" value={text} onChange={set} />}>
          <DayInput wires={wires} value={text} onChange={onChange} time={control === 'time'} />
        </Suspense>
      )
    case 'reference':
    case 'references': {
      const many = control === 'references'
      const of = many ? schema.items! : schema
      return (
        <RecordPicker
          wires={wires}
          entity={entityOf(of)}
          pick={of['x-pick']}
          value={ids}
          many={many}
          onChange={(next) => onChange(many ? next : (next[0] ?? ''))}
        />
      )
    }
    case 'file':
    case 'files':
      return (
        <FileField
          wires={wires}
          value={ids}
          many={control === 'files'}
          accept={(schema.items ?? schema)['x-kind'] === 'picture' ? 'image/*' : undefined}
          onChange={(next) => onChange(control === 'files' ? next : (next[0] ?? ''))}
        />
      )
    case 'texts':
      return <TextsInput wires={wires} value={ids} onChange={onChange} />
    default:
      return (
        <input
          {...wires}
          className="input"
          type={control === 'password' ? 'password' : schema.format === 'email' ? 'email' : 'text'}
          autoComplete={control === 'password' ? 'new-password' : 'off'}
          value={text}
          onChange={set}
        />
      )
  }
}

function MoneyInput({
  wires,
  value,
  onChange,
  label,
}: {
  wires: Wires
  value: unknown
  onChange: (value: unknown) => void
  label: string
}) {
  const draft = isMoney(value) ? value : { text: '', currency: 'CNY' }
  return (
    <div className="money-input">
      <input
        {...wires}
        className="input number"
        inputMode="decimal"
        placeholder="0.00"
        value={draft.text}
        onChange={(event) => onChange({ ...draft, text: event.target.value })}
      />
      <select
        className="input select"
        aria-label={t('Currency of {name}', { name: label })}
        value={draft.currency}
        onChange={(event) => onChange({ ...draft, currency: event.target.value })}
      >
        {CURRENCIES.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </div>
  )
}

/** One text a line: quick to type, quick to paste. */
function TextsInput({
  wires,
  value,
  onChange,
}: {
  wires: Wires
  value: string[]
  onChange: (value: unknown) => void
}) {
  const lines = (text: string) => (text === '' ? [] : text.split('\n'))
  return (
    <textarea
      {...wires}
      className="input area"
      rows={Math.min(8, Math.max(3, value.length + 1))}
      placeholder={t('One a line')}
      value={value.join('\n')}
      onChange={(event) => onChange(lines(event.target.value))}
      onBlur={() => onChange(value.map((line) => line.trim()).filter(Boolean))}
    />
  )
}

function Nested({
  schema,
  label,
  labelOf,
  option,
  value,
  error,
  onChange,
}: Props & { value: Draft }) {
  return (
    <fieldset className="nested">
      <legend>{label}</legend>
      {Object.entries(schema.properties ?? {}).map(([name, field]) => (
        <SchemaField
          key={name}
          schema={field}
          label={labelOf(name, field)}
          labelOf={labelOf}
          option={option}
          required={schema.required?.includes(name) ?? false}
          value={value[name]}
          error={undefined}
          onChange={(next) => onChange({ ...value, [name]: next })}
        />
      ))}
      {error && <p className="field-error">{error}</p>}
    </fieldset>
  )
}

function NestedList(props: Props & { value: Draft[] }) {
  const { schema, label, value, onChange } = props
  const put = (index: number, next: unknown) =>
    onChange(value.map((one, at) => (at === index ? next : one)))
  return (
    <div className="nested-list">
      {value.map((one, index) => (
        <div key={index} className="nested-row">
          <Nested
            {...props}
            schema={schema.items!}
            label={`${label} ${index + 1}`}
            value={one}
            onChange={(next) => put(index, next)}
            error={undefined}
          />
          <IconButton
            icon="trash"
            label={t('Remove {name}', { name: `${label} ${index + 1}` })}
            onClick={() => onChange(value.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <Button small icon="plus" onClick={() => onChange([...value, {}])}>
        {t('Add {name}', { name: label })}
      </Button>
    </div>
  )
}
