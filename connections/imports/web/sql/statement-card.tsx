import { useState } from 'react'
import {
  Button,
  Check,
  ErrorLine,
  Field,
  Icon,
  IconButton,
  Segmented,
  SelectField,
  TextField,
  call,
  t,
  type Problem,
} from '#web'
import { VERB, type Inspection, type TableChoice } from '../types.ts'
import { idOf, statementFor, type Clicked, type Doing } from './sql-text.ts'
import type { Draft } from './statements-step.tsx'

/** Given by every table that was chosen. */
const READS = ['list', 'get', 'changes']

/** One thing that may be done: clicked together of a table's columns, or written. */
export function StatementCard({
  account,
  inspection,
  tables,
  draft,
  taken,
  onChange,
  onRemove,
}: {
  account: string
  inspection: Inspection
  tables: readonly TableChoice[]
  draft: Draft
  taken: boolean
  onChange: (next: Draft) => void
  onRemove: () => void
}) {
  const choice = tables.find(({ noun }) => noun === draft.noun) ?? tables[0]!
  const table = inspection.tables.find((each) => idOf(each) === idOf(choice))
  const name = `${draft.noun}.${draft.verb}`
  const click = (clicked: Clicked, more: Partial<Draft> = {}, of = choice) => {
    const from = inspection.tables.find((each) => idOf(each) === idOf(of))
    if (!from) return
    onChange({
      ...draft,
      ...more,
      noun: of.noun,
      clicked,
      ...statementFor(inspection.dialect, from, of.key!, clicked),
    })
  }
  const { clicked } = draft
  return (
    <section className="panel imports-card" aria-label={name}>
      <header className="row">
        <h2 className="grow">{draft.title || name}</h2>
        <IconButton icon="close" label={t('Leave out {name}', { name })} onClick={onRemove} />
      </header>
      <div className="imports-pairs">
        <SelectField
          label={t('Table')}
          value={draft.noun}
          onChange={(noun) => {
            const of = tables.find((each) => each.noun === noun) ?? choice
            if (clicked) click({ ...clicked, columns: [] }, {}, of)
            else onChange({ ...draft, noun })
          }}
          options={tables.map(({ noun, title }) => ({ value: noun, label: title }))}
        />
        <TextField
          label={t('Name of the action')}
          required
          value={draft.title}
          maxLength={150}
          placeholder={t('e.g. Approve an order')}
          onChange={(title) => onChange({ ...draft, title })}
        />
        <TextField
          label={t('Verb')}
          required
          value={draft.verb}
          spellCheck={false}
          help={`api_….${name}`}
          error={
            taken || READS.includes(draft.verb)
              ? t('Another one is called that.')
              : VERB.test(draft.verb)
                ? undefined
                : t('Small letters, digits and _, beginning with a letter.')
          }
          onChange={(verb) => onChange({ ...draft, verb })}
        />
      </div>
      {clicked && table && (
        <>
          <Segmented
            label={t('What it does')}
            value={clicked.doing}
            onChange={(doing) =>
              click({ ...clicked, doing }, verbOf(draft.verb) ? { verb: doing } : {})
            }
            options={[
              { value: 'create', label: t('Add a row') },
              { value: 'update', label: t('Change a row') },
              { value: 'delete', label: t('Delete a row') },
            ]}
          />
          {clicked.doing !== 'delete' && (
            <div className="imports-columns" role="group" aria-label={t('Columns it fills')}>
              {table.columns
                .filter(({ name: column }) => clicked.doing === 'create' || column !== choice.key)
                .map(({ name: column }) => (
                  <Check
                    key={column}
                    label={column}
                    checked={clicked.columns.includes(column)}
                    onChange={(on) =>
                      click({
                        ...clicked,
                        columns: on
                          ? [...clicked.columns, column]
                          : clicked.columns.filter((each) => each !== column),
                      })
                    }
                  />
                ))}
            </div>
          )}
        </>
      )}
      <Statement account={account} draft={draft} onChange={onChange} />
      <Check
        label={t('Doing it twice does no harm')}
        help={t('Then a flow may try again by itself when it does not know how it went.')}
        checked={draft.again ?? false}
        onChange={(again) => onChange({ ...draft, again })}
      />
    </section>
  )
}

const DOINGS: readonly Doing[] = ['create', 'update', 'delete']
const verbOf = (verb: string): boolean => (DOINGS as readonly string[]).includes(verb)

/** The statement itself; the database says whether it understands it, without running it. */
function Statement({
  account,
  draft,
  onChange,
}: {
  account: string
  draft: Draft
  onChange: (next: Draft) => void
}) {
  const [busy, setBusy] = useState(false)
  const [checked, setChecked] = useState<{ sql: string; values?: string[]; problem?: Problem }>()
  const check = async () => {
    setBusy(true)
    const answer = await call<{ values: string[] }>('imports.sql.check', {
      account,
      sql: draft.sql,
    })
    setBusy(false)
    setChecked({
      sql: draft.sql,
      ...(answer.ok ? { values: answer.value.values } : { problem: answer.problem }),
    })
  }
  const current = checked?.sql === draft.sql ? checked : undefined
  return (
    <>
      <Field
        label={t('Statement')}
        required
        help={t('One statement. Values stand in it by name, such as :state.')}
      >
        {(wires) => (
          <textarea
            {...wires}
            className="input area code"
            rows={4}
            spellCheck={false}
            value={draft.sql}
            onChange={(event) => {
              const { clicked: _clicked, ...rest } = draft
              onChange({ ...rest, sql: event.target.value })
            }}
          />
        )}
      </Field>
      <div className="row imports-checked">
        <Button small icon="check" busy={busy} onClick={() => void check()}>
          {t('Check it')}
        </Button>
        {current?.values && (
          <span role="status">
            <Icon name="check" size={16} />{' '}
            {current.values.length > 0
              ? t('The database understands it. Values: {names}', {
                  names: current.values.join(', '),
                })
              : t('The database understands it.')}
          </span>
        )}
      </div>
      <ErrorLine problem={current?.problem} />
    </>
  )
}

export const isStatementReady = ({ title, verb, sql, clicked }: Draft): boolean =>
  title.trim() !== '' &&
  VERB.test(verb) &&
  !READS.includes(verb) &&
  sql.trim().length >= 6 &&
  (!clicked || clicked.doing === 'delete' || clicked.columns.length > 0)
