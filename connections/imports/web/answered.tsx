import { t } from '#web'
import { Rows } from './rows.tsx'

type Answer = Record<string, unknown>

/** A list as rows, anything else as it came. */
export function Answered({ answer, took }: { answer: Answer; took: number }) {
  const items = Array.isArray(answer['items']) ? (answer['items'] as unknown[]) : undefined
  const rows = items?.filter(
    (each): each is Answer => typeof each === 'object' && each !== null && !Array.isArray(each),
  )
  return (
    <section className="section" aria-label={t('Answer')}>
      <p className="muted" role="status">
        {items
          ? t('{n} rows, in {ms} ms', { n: items.length, ms: took })
          : t('It answered in {n} ms', { n: took })}
      </p>
      {rows && rows.length > 0 && rows.length === items?.length ? (
        <Rows
          label={t('Answer')}
          columns={[...new Set(rows.flatMap((row) => Object.keys(row)))].slice(0, 30)}
          items={rows}
        />
      ) : (
        !items && (
          <pre className="imports-answer" tabIndex={0}>
            {JSON.stringify(answer, null, 2)}
          </pre>
        )
      )}
    </section>
  )
}
