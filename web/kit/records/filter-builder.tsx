import { Button, IconButton } from '../button.tsx'
import { Segmented } from '../field.tsx'
import { t } from '../language.ts'
import type { Schema } from '../manifest.ts'
import { RecordPicker } from '../picker.tsx'
import { bare, controlOf, entityOf, optionsOf } from '../schema.ts'
import { isGroup, needsValue, opsOf, opWords, type Filter, type Op, type Term } from './filter.ts'
import type { useSource } from './source.ts'

interface Props {
  from: ReturnType<typeof useSource>
  filter: Filter
  onFilter: (next: Filter) => void
  inner?: boolean
}

/** Conditions, joined by all or any; a group within for what one line cannot say. */
export function FilterBuilder({ from, filter, onFilter, inner }: Props) {
  const names = Object.keys(from.fields).filter((name) => opsOf(from.fields[name]!).length > 0)
  const put = (at: number, next: Term | Filter | undefined) =>
    onFilter({
      ...filter,
      terms: next ? filter.terms.with(at, next) : filter.terms.toSpliced(at, 1),
    })
  const fresh = (): Term => {
    const field = names[0]!
    return { field, op: opsOf(from.fields[field]!)[0]!, value: '' }
  }
  return (
    <div className={`filter ${inner ? 'inner' : ''}`}>
      {filter.terms.length > 1 && (
        <Segmented
          label={t('Which must hold')}
          value={filter.join}
          onChange={(join) => onFilter({ ...filter, join })}
          options={[
            { value: 'and', label: t('All hold') },
            { value: 'or', label: t('Any holds') },
          ]}
        />
      )}
      {filter.terms.map((one, at) =>
        isGroup(one) ? (
          <div key={at} className="filter-group">
            <FilterBuilder from={from} filter={one} onFilter={(next) => put(at, next)} inner />
            <IconButton
              icon="close"
              size={16}
              label={t('Remove the group')}
              onClick={() => put(at, undefined)}
            />
          </div>
        ) : (
          <TermRow key={at} from={from} names={names} term={one} onTerm={(next) => put(at, next)} />
        ),
      )}
      {filter.terms.length === 0 && <p className="muted">{t('No condition: everything shows.')}</p>}
      <div className="row">
        <Button
          small
          icon="plus"
          onClick={() => onFilter({ ...filter, terms: [...filter.terms, fresh()] })}
        >
          {t('Condition')}
        </Button>
        {!inner && (
          <Button
            small
            tone="quiet"
            icon="plus"
            onClick={() =>
              onFilter({
                ...filter,
                terms: [...filter.terms, { join: 'or', terms: [fresh(), fresh()] }],
              })
            }
          >
            {t('Group of conditions')}
          </Button>
        )}
        {!inner && filter.terms.length > 0 && (
          <Button small tone="quiet" onClick={() => onFilter({ join: 'and', terms: [] })}>
            {t('Clear')}
          </Button>
        )}
      </div>
    </div>
  )
}

function TermRow({
  from,
  names,
  term,
  onTerm,
}: {
  from: ReturnType<typeof useSource>
  names: string[]
  term: Term
  onTerm: (next: Term | undefined) => void
}) {
  const schema = from.fields[term.field] ?? {}
  const label = from.say(term.field, schema)
  return (
    <div className="filter-term">
      <select
        className="input select"
        aria-label={t('Field')}
        value={term.field}
        onChange={(event) => {
          const field = event.target.value
          onTerm({ field, op: opsOf(from.fields[field]!)[0]!, value: '' })
        }}
      >
        {names.map((name) => (
          <option key={name} value={name}>
            {from.say(name, from.fields[name]!)}
          </option>
        ))}
      </select>
      <select
        className="input select"
        aria-label={t('How {name} compares', { name: label })}
        value={term.op}
        onChange={(event) => onTerm({ ...term, op: event.target.value as Op })}
      >
        {opsOf(schema).map((op) => (
          <option key={op} value={op}>
            {opWords(op, schema)}
          </option>
        ))}
      </select>
      {needsValue(term.op) ? (
        <TermValue
          schema={schema}
          label={label}
          term={term}
          option={(value) => from.option(term.field, value)}
          onValue={(value) => onTerm({ ...term, value })}
        />
      ) : (
        <span />
      )}
      <IconButton
        icon="close"
        size={16}
        label={t('Remove {name}', { name: label })}
        onClick={() => onTerm(undefined)}
      />
    </div>
  )
}

function TermValue({
  schema,
  label,
  term,
  option,
  onValue,
}: {
  schema: Schema
  label: string
  term: Term
  option: (value: string) => string
  onValue: (value: string) => void
}) {
  const control = controlOf(schema)
  if (control === 'reference')
    return (
      <RecordPicker
        wires={{ 'aria-label': label }}
        entity={entityOf(schema)}
        pick={bare(schema)['x-pick']}
        value={term.value ? [term.value] : []}
        onChange={([id]) => onValue(id ?? '')}
      />
    )
  const options = optionsOf(schema) ?? (control === 'boolean' ? ['true', 'false'] : undefined)
  const words = (value: string) =>
    control === 'boolean' ? t(value === 'true' ? 'Yes' : 'No') : option(value)
  if (options && term.op === 'in') {
    const chosen = term.value.split(',').filter(Boolean)
    return (
      <span className="filter-choices" role="group" aria-label={label}>
        {options.map((one) => (
          <label key={one} className="check">
            <input
              type="checkbox"
              checked={chosen.includes(one)}
              onChange={(event) =>
                onValue(
                  (event.target.checked
                    ? [...chosen, one]
                    : chosen.filter((other) => other !== one)
                  ).join(','),
                )
              }
            />
            <span>{words(one)}</span>
          </label>
        ))}
      </span>
    )
  }
  if (options)
    return (
      <select
        className="input select"
        aria-label={label}
        value={term.value}
        onChange={(event) => onValue(event.target.value)}
      >
        <option value="">{t('Choose')}</option>
        {options.map((one) => (
          <option key={one} value={one}>
            {words(one)}
          </option>
        ))}
      </select>
    )
  const day = control === 'date' || control === 'time'
  return (
    <input
      className="input"
      aria-label={label}
      type={day ? 'date' : 'text'}
      inputMode={['number', 'integer', 'money'].includes(control) ? 'decimal' : undefined}
      value={term.value}
      onChange={(event) => onValue(event.target.value)}
    />
  )
}
