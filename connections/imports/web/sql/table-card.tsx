import { useState } from 'react'
import { Button, ErrorLine, IconButton, Loading, SelectField, TextField, t, useAction } from '#web'
import { Rows } from '../rows.tsx'
import { NOUN, type Table, type TableChoice } from '../types.ts'
import { growing, idOf } from './sql-text.ts'

/** One table that was chosen: what it is called, its key, and by which column one sees what is new. */
export function TableCard({
  account,
  table,
  choice,
  taken,
  onChange,
  onRemove,
}: {
  account: string
  /** Nothing when the database no longer has it. */
  table: Table | undefined
  choice: TableChoice
  taken: boolean
  onChange: (next: TableChoice) => void
  onRemove: () => void
}) {
  const [looking, setLooking] = useState(false)
  const id = idOf(choice)
  const set = (name: 'key' | 'cursor', value: string) => {
    const { [name]: _before, ...rest } = choice
    onChange(value ? { ...rest, [name]: value } : rest)
  }
  return (
    <section className="panel imports-card" aria-label={id}>
      <header className="row">
        <h2 className="grow">{id}</h2>
        {table && (
          <Button small icon="eye" aria-expanded={looking} onClick={() => setLooking(!looking)}>
            {looking ? t('Hide rows') : t('Show rows')}
          </Button>
        )}
        <IconButton icon="close" label={t('Leave out {name}', { name: id })} onClick={onRemove} />
      </header>
      {!table && (
        <p className="note" role="alert">
          {t('The database has it no longer, or the account may not read it.')}
        </p>
      )}
      {looking && <Preview account={account} choice={choice} />}
      {table && (
        <div className="imports-pairs">
          <TextField
            label={t('Name')}
            required
            value={choice.title}
            maxLength={100}
            onChange={(title) => onChange({ ...choice, title })}
          />
          <TextField
            label={t('One of its rows is a')}
            required
            value={choice.noun}
            spellCheck={false}
            error={
              taken
                ? t('Another one is called that.')
                : NOUN.test(choice.noun)
                  ? undefined
                  : t('Small letters and digits, beginning with a letter.')
            }
            onChange={(noun) => onChange({ ...choice, noun })}
          />
          <SelectField
            label={t('Key')}
            required
            help={t('The column that is different in every row.')}
            value={choice.key ?? ''}
            {...(table.key ? {} : { empty: t('Choose') })}
            onChange={(key) => set('key', key)}
            options={table.columns.map(({ name }) => ({ value: name, label: name }))}
          />
          <SelectField
            label={t('What is new is seen by')}
            help={t(
              'A column whose values only grow: of the key, flows see new rows; of one that counts changes, changed rows too.',
            )}
            value={choice.cursor ?? ''}
            empty={t('Not watched')}
            onChange={(cursor) => set('cursor', cursor)}
            options={growing(table).map(({ name, type }) => ({
              value: name,
              label: `${name} (${typeTitle(type)})`,
            }))}
          />
        </div>
      )}
    </section>
  )
}

export const isTableReady = ({ noun, title, key }: TableChoice): boolean =>
  NOUN.test(noun) && title.trim() !== '' && key !== undefined

function Preview({ account, choice: { schema, name } }: { account: string; choice: TableChoice }) {
  const rows = useAction<{ columns: string[]; items: Record<string, unknown>[] }>(
    'imports.sql.preview',
    { account, schema, name, limit: 5 },
  )
  if (rows.problem) return <ErrorLine problem={rows.problem} />
  if (!rows.data) return <Loading rows={3} />
  return (
    <Rows
      label={t('Rows of {name}', { name })}
      columns={rows.data.columns}
      items={rows.data.items}
    />
  )
}

const typeTitle = (type: string): string =>
  ({
    integer: t('whole number'),
    number: t('number'),
    time: t('time'),
    day: t('day'),
  })[type] ?? type
