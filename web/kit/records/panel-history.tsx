import { isObject } from '../card-data.ts'
import { FieldValue } from '../cell.tsx'
import { Button } from '../button.tsx'
import { Time } from '../format.tsx'
import { t } from '../language.ts'
import { PersonName } from '../person.tsx'
import { usePaged } from '../query.ts'
import { ErrorLine } from '../state.tsx'
import type { useSource } from './source.ts'

interface Entry {
  id: string
  at: string
  by?: string
  by_name?: string
  cause?: string
  changes?: unknown
}
interface Changed {
  field: string
  from?: unknown
  to?: unknown
}

/** Who changed what and when, where the entity keeps it. */
export function PanelHistory({ from, id }: { from: ReturnType<typeof useSource>; id: string }) {
  const action = `${from.entity.id}.history`
  const noun = from.entity.id.split('.').at(-1)!
  const known = from.catalog.can(action)
  const list = usePaged<Entry>(action, { [noun]: id, limit: 20 }, { enabled: known })
  if (!known || (list.items.length === 0 && !list.problem)) return null
  return (
    <section className="section" aria-label={t('History')}>
      <h3>{t('History')}</h3>
      <ErrorLine problem={list.problem} />
      <ol className="timeline history">
        {list.items.map((entry) => (
          <li key={entry.id}>
            {entry.by ? (
              <PersonName id={entry.by} {...(entry.by_name ? { name: entry.by_name } : {})} />
            ) : (
              <span>{entry.by_name ?? t('The system')}</span>
            )}
            <small>
              <Time at={entry.at} />
            </small>
            <ul className="changes">
              {changesOf(entry.changes).map((one) => (
                <li key={one.field}>
                  <Difference from={from} one={one} />
                </li>
              ))}
            </ul>
            {entry.cause && <small className="muted">{entry.cause}</small>}
          </li>
        ))}
      </ol>
      {list.hasNextPage && (
        <Button small busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('Load more')}
        </Button>
      )}
    </section>
  )
}

function Difference({ from, one }: { from: ReturnType<typeof useSource>; one: Changed }) {
  const schema = from.fields[one.field] ?? {}
  const value = (side: unknown) => (
    <FieldValue
      schema={schema}
      name={one.field}
      row={{ id: '', [one.field]: side }}
      option={from.option}
    />
  )
  return (
    <>
      <span className="muted">{from.say(one.field, schema)}</span>{' '}
      {one.from !== undefined && one.from !== null && (
        <>
          <del>{value(one.from)}</del> →{' '}
        </>
      )}
      {value(one.to)}
    </>
  )
}

/** As a map by field or as a list. */
function changesOf(changes: unknown): Changed[] {
  if (Array.isArray(changes)) return changes as Changed[]
  if (!isObject(changes)) return []
  return Object.entries(changes).map(([field, one]) => ({
    field,
    ...(isObject(one) ? (one as Omit<Changed, 'field'>) : { to: one }),
  }))
}
