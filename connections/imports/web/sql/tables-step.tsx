import { useState } from 'react'
import { Check, Empty, TextField, t } from '#web'
import type { Inspection, Table, TableChoice } from '../types.ts'
import { freeNoun, idOf, likelyCursor } from './sql-text.ts'
import { TableCard } from './table-card.tsx'

/** Shown of a database with many tables; who wants others searches. */
const SHOWN_MAX = 60

/** Which tables, and what their rows are called here. */
export function TablesStep({
  account,
  inspection,
  chosen,
  onChange,
}: {
  account: string
  inspection: Inspection
  chosen: readonly TableChoice[]
  onChange: (chosen: TableChoice[]) => void
}) {
  const [search, setSearch] = useState('')
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = inspection.tables.filter((table) =>
    words.every((word) => idOf(table).toLowerCase().includes(word)),
  )
  const toggle = (table: Table, on: boolean) =>
    onChange(
      on
        ? [...chosen, choiceOf(table, chosen)]
        : chosen.filter((each) => idOf(each) !== idOf(table)),
    )
  if (inspection.tables.length === 0)
    return (
      <Empty icon="table" title={t('This account may read no table')}>
        {t('Whoever looks after the database can allow it.')}
      </Empty>
    )
  return (
    <>
      <TextField label={t('Look for tables')} type="search" value={search} onChange={setSearch} />
      <div className="panel imports-picks" role="group" aria-label={t('Tables')}>
        {found.slice(0, SHOWN_MAX).map((table) => (
          <Check
            key={idOf(table)}
            label={idOf(table)}
            help={t('{n} columns', { n: table.columns.length })}
            checked={chosen.some((each) => idOf(each) === idOf(table))}
            onChange={(on) => toggle(table, on)}
          />
        ))}
        {found.length === 0 && <p className="muted">{t('Nothing found')}</p>}
        {found.length > SHOWN_MAX && (
          <p className="muted">
            {t('{n} more; search to see them.', { n: found.length - SHOWN_MAX })}
          </p>
        )}
      </div>
      {chosen.map((choice) => {
        const table = inspection.tables.find((each) => idOf(each) === idOf(choice))
        return (
          <TableCard
            key={idOf(choice)}
            account={account}
            table={table}
            choice={choice}
            taken={chosen.some((each) => each !== choice && each.noun === choice.noun)}
            onChange={(next) => onChange(chosen.map((each) => (each === choice ? next : each)))}
            onRemove={() => onChange(chosen.filter((each) => each !== choice))}
          />
        )
      })}
    </>
  )
}

function choiceOf(table: Table, chosen: readonly TableChoice[]): TableChoice {
  const { schema, name, noun, key } = table
  const cursor = likelyCursor(table)
  return {
    schema,
    name,
    noun: freeNoun(noun, chosen),
    title: name,
    ...(key ? { key } : {}),
    ...(cursor ? { cursor } : {}),
  }
}
