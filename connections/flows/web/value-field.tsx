import { useId, useState } from 'react'
import {
  bare,
  Button,
  collect,
  controlOf,
  IconButton,
  SchemaField,
  t,
  wordsOf,
  type Schema,
} from '#web'
import { ExpressionField } from './expression-field.tsx'
import { faultAt, hasExpression, useFormContext } from './form-context.ts'

interface Props {
  schema: Schema
  name: string
  label: string
  /** JSON Pointer of the value in the definition: faults are found by it. */
  path: string
  value: unknown
  required?: boolean
  labelOf?: (name: string, schema: Schema) => string
  optionOf?: (name: string, value: string) => string
  onChange: (value: unknown) => void
}

/** Typed straight into a text field, expressions included. */
const TEXTUAL = new Set(['text', 'long', 'json', 'password'])

/** One value of a step: as its schema's own control, or as an expression. */
export function ValueField(props: Props) {
  const schema = bare(props.schema)
  const { value } = props
  if (schema['x-steps']) return null
  if (schema['x-lazy']) return <ExpressionField {...fieldOf(props, schema)} whole />
  if (schema['x-raw']) return <ExpressionField {...fieldOf(props, schema)} plain />
  // Any value, and most often records that one picks.
  if (typeof schema['x-refs'] === 'string' && (value === undefined || Array.isArray(value)))
    return <EitherField {...props} schema={referencesOf(schema, schema['x-refs'])} />
  const control = controlOf(schema)
  if (control === 'object' && !hasExpression(value))
    return <ObjectField {...props} schema={schema} />
  if (schema.items?.properties && !hasExpression(value))
    return <ListField {...props} schema={schema} />
  if (TEXTUAL.has(control))
    return (
      <ExpressionField
        {...fieldOf(props, schema)}
        json={control === 'json'}
        long={control !== 'text'}
      />
    )
  return <EitherField {...props} schema={schema} />
}

const fieldOf = ({ label, path, value, required, onChange }: Props, schema: Schema) => ({
  label,
  path,
  value,
  required: required ?? false,
  help: schema.description ? t(schema.description) : undefined,
  onChange,
})

/** A number, a choice, a person, a day: its own control until somebody would rather compute it. */
function EitherField(props: Props) {
  const { schema, name, label, path, value, required = false, labelOf, optionOf, onChange } = props
  const { faults, readOnly, fixed } = useFormContext()
  const [computed, setComputed] = useState(hasExpression(value))
  const [draft, setDraft] = useState<unknown>(() => draftOf(value))
  const toggle = !fixed && (
    <IconButton
      icon="code"
      size={16}
      className="flow-fx"
      label={computed ? t('Choose a value') : t('Compute it')}
      pressed={computed}
      disabled={readOnly}
      onClick={() => {
        setComputed(!computed)
        setDraft(undefined)
        onChange(undefined)
      }}
    />
  )
  if (computed || hasExpression(value))
    return (
      <div className="flow-either">
        <ExpressionField {...fieldOf(props, schema)} />
        {toggle}
      </div>
    )
  return (
    <div className={`flow-either ${controlOf(schema)}`}>
      <fieldset disabled={readOnly} className="flow-plainset">
        <SchemaField
          schema={schema}
          label={label}
          option={(one) => optionOf?.(name, one) ?? t(wordsOf(one))}
          labelOf={labelOf ?? ((field, of) => of.title ?? t(wordsOf(field)))}
          required={required}
          value={draft}
          error={faultAt(faults, path)}
          onChange={(next) => {
            setDraft(next)
            onChange(valueOf(schema, next))
          }}
        />
      </fieldset>
      {toggle}
    </div>
  )
}

function ObjectField({ schema, label, path, value, labelOf, optionOf, onChange }: Props) {
  const fields = (value ?? {}) as Record<string, unknown>
  return (
    <fieldset className="nested">
      <legend>{label}</legend>
      <Fields
        {...{ schema, path, labelOf, optionOf }}
        value={fields}
        onChange={(next) => onChange(Object.keys(next).length > 0 ? next : undefined)}
      />
    </fieldset>
  )
}

/** All fields of an object, one below the other. */
export function Fields({
  schema,
  path,
  value,
  labelOf,
  optionOf,
  without = [],
  onChange,
}: {
  schema: Schema
  path: string
  value: Record<string, unknown>
  labelOf?: Props['labelOf'] | undefined
  optionOf?: Props['optionOf'] | undefined
  without?: readonly string[]
  onChange: (value: Record<string, unknown>) => void
}) {
  const shown = Object.entries(schema.properties ?? {}).filter(
    ([name, field]) => !without.includes(name) && !field.readOnly,
  )
  return shown.map(([name, field]) => (
    <ValueField
      key={name}
      schema={field}
      name={name}
      label={labelOf?.(name, field) ?? t(field.title ?? wordsOf(name))}
      path={`${path}/${name}`}
      value={value[name]}
      required={schema.required?.includes(name) ?? false}
      {...(labelOf ? { labelOf } : {})}
      {...(optionOf ? { optionOf } : {})}
      onChange={(next) => {
        const { [name]: _before, ...rest } = value
        onChange(next === undefined ? rest : { ...rest, [name]: next })
      }}
    />
  ))
}

function ListField({ schema, label, path, value, labelOf, optionOf, onChange }: Props) {
  const id = useId()
  const { readOnly } = useFormContext()
  const items = Array.isArray(value) ? (value as Record<string, unknown>[]) : []
  const of = schema.items!
  const lanes = Object.entries(of.properties ?? {}).flatMap(([name, field]) =>
    field['x-steps'] ? [name] : [],
  )
  return (
    <div className="nested-list" role="group" aria-labelledby={id}>
      <span id={id} className="flow-label">
        {label}
      </span>
      {items.map((one, index) => (
        <div key={index} className="nested-row">
          <fieldset className="nested">
            <legend>
              {typeof one['title'] === 'string' ? one['title'] : `${label} ${index + 1}`}
            </legend>
            <Fields
              {...{ labelOf, optionOf }}
              schema={of}
              path={`${path}/${index}`}
              value={one}
              onChange={(next) => onChange(items.with(index, next))}
            />
          </fieldset>
          {!readOnly && (
            <IconButton
              icon="trash"
              label={t('Remove {name}', { name: `${label} ${index + 1}` })}
              onClick={() => onChange(items.toSpliced(index, 1))}
            />
          )}
        </div>
      ))}
      {!readOnly && (
        <Button
          small
          icon="plus"
          onClick={() => onChange([...items, Object.fromEntries(lanes.map((lane) => [lane, []]))])}
        >
          {t('Add one')}
        </Button>
      )}
    </div>
  )
}

const referencesOf = ({ title, description }: Schema, entity: string): Schema => ({
  type: 'array',
  items: { type: 'string', 'x-ref': entity },
  ...(title === undefined ? {} : { title }),
  ...(description === undefined ? {} : { description }),
})

/** As the control takes it: amounts in major units, the rest as it is. */
function draftOf(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value) {
    const { amount, currency } = value as { amount: string; currency: string }
    return { text: (Number(amount) / 100).toFixed(2), currency }
  }
  return value
}

/** What the definition holds; a number half typed is not one yet. */
function valueOf(schema: Schema, draft: unknown): unknown {
  if (draft === '' || draft === null) return undefined
  const { v } = collect({ properties: { v: schema } }, { v: draft })
  return typeof v === 'number' && Number.isNaN(v) ? undefined : v
}
