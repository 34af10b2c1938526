import { Button, Empty, t } from '#web'
import type { Inspection, StatementChoice, TableChoice } from '../types.ts'
import { idOf, statementFor, type Clicked } from './sql-text.ts'
import { StatementCard } from './statement-card.tsx'

export interface Draft extends StatementChoice {
  /** Tells drafts apart while they are edited. */
  at: number
  /** Gone once somebody has written the statement himself. */
  clicked?: Clicked
}

/** What may be done there, each as a statement with named values; nothing else ever writes. */
export function StatementsStep({
  account,
  inspection,
  tables,
  drafts,
  onChange,
}: {
  account: string
  inspection: Inspection
  tables: readonly TableChoice[]
  drafts: readonly Draft[]
  onChange: (drafts: Draft[]) => void
}) {
  const add = () => onChange([...drafts, draftFor(inspection, tables[0]!, nextOf(drafts))])
  const button = (
    <Button icon="plus" onClick={add}>
      {t('Declare what may be done')}
    </Button>
  )
  if (drafts.length === 0)
    return (
      <Empty icon="edit" title={t('Nothing may be written yet')} action={button}>
        {t('Reading needs nothing here. What flows and people may change there, you declare.')}
      </Empty>
    )
  return (
    <>
      {drafts.map((draft) => (
        <StatementCard
          key={draft.at}
          account={account}
          inspection={inspection}
          tables={tables}
          draft={draft}
          taken={drafts.some(
            (each) => each !== draft && each.noun === draft.noun && each.verb === draft.verb,
          )}
          onChange={(next) => onChange(drafts.map((each) => (each === draft ? next : each)))}
          onRemove={() => onChange(drafts.filter((each) => each !== draft))}
        />
      ))}
      <div>{button}</div>
    </>
  )
}

const nextOf = (drafts: readonly Draft[]): number => Math.max(0, ...drafts.map(({ at }) => at)) + 1

/** Changing a row is what is wanted most often. */
function draftFor(inspection: Inspection, choice: TableChoice, at: number): Draft {
  const table = inspection.tables.find((each) => idOf(each) === idOf(choice))!
  const clicked: Clicked = { doing: 'update', columns: [] }
  return {
    at,
    noun: choice.noun,
    verb: 'update',
    title: '',
    clicked,
    ...statementFor(inspection.dialect, table, choice.key!, clicked),
  }
}
