import { useState } from 'react'
import {
  Button,
  Check,
  Dialog,
  ErrorLine,
  Loading,
  queries,
  t,
  told,
  useAction,
  useCommand,
} from '#web'
import { DocumentStep } from '../openapi/document-step.tsx'
import type { Seen } from '../openapi/types.ts'
import type { Source } from '../types.ts'

interface Line {
  key: string
  title: string
  why?: string
}
interface Difference {
  same: boolean
  removed: Line[]
  changed: Line[]
  added: Line[]
  added_total: number
}

/** What is another way there now; nothing of what is in use changes before somebody has agreed to it. */
export function DifferenceDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const [seen, setSeen] = useState<Seen>()
  const full = useAction<{ url?: string }>('imports.source.get', { source: source.id })
  const openapi = source.kind === 'openapi'
  return (
    <Dialog title={t('What has changed there')} onClose={onClose} wide>
      {openapi && !seen && full.data && (
        <DocumentStep seen={undefined} onSeen={setSeen} first={full.data.url ?? ''} />
      )}
      {(!openapi || seen) && (
        <Compared source={source} document={seen?.document} onClose={onClose} />
      )}
    </Dialog>
  )
}

function Compared({
  source,
  document,
  onClose,
}: {
  source: Source
  document: string | undefined
  onClose: () => void
}) {
  const noun = document === undefined ? 'sql' : 'openapi'
  const given = { source: source.id, ...(document === undefined ? {} : { document }) }
  const [agreed, setAgreed] = useState<ReadonlySet<string>>(new Set())
  const difference = useAction<Difference>(`imports.${noun}.compare`, given)
  const take = useCommand(`imports.${noun}.upgrade`, {
    refresh: ['imports.', 'catalogue.'],
    onDone: () => {
      void queries.invalidateQueries({ queryKey: ['manifest'] })
      told(t('It is taken as it is now'))
      onClose()
    },
  })
  const found = difference.data
  if (difference.problem) return <ErrorLine problem={difference.problem} />
  if (!found) return <Loading rows={4} />
  const own = [...found.removed, ...found.changed]
  const nothing = own.length === 0 && found.added_total === 0
  const toggle = (key: string, on: boolean) => {
    const next = new Set(agreed)
    if (on) next.add(key)
    else next.delete(key)
    setAgreed(next)
  }
  const part = (title: string, lines: readonly Line[]) =>
    lines.length > 0 && (
      <section className="section" aria-label={title}>
        <h3>{title}</h3>
        {lines.map(({ key, title: name, why }) => (
          <Check
            key={key}
            label={name}
            help={why ? `${key} · ${why}` : key}
            checked={agreed.has(key)}
            onChange={(on) => toggle(key, on)}
          />
        ))}
      </section>
    )
  const added = found.added.filter(({ key }) => agreed.has(key)).map(({ key }) => ({ key }))
  return (
    <div className="form">
      {nothing && <p role="status">{t('Nothing has changed.')}</p>}
      {own.length > 0 && <p>{t('Agree to each: flows that use it may have to be changed.')}</p>}
      {part(t('Gone'), found.removed)}
      {part(t('Changed'), found.changed)}
      {noun === 'openapi' && part(t('New; choose what you want'), found.added)}
      {noun === 'sql' && found.added_total > 0 && (
        <p className="muted">{t('Tables that are not imported: {n}', { n: found.added_total })}</p>
      )}
      <ErrorLine problem={take.problem} />
      <div className="form-foot">
        <Button onClick={onClose}>{t('Close')}</Button>
        {!nothing && (
          <Button
            tone="primary"
            busy={take.isPending}
            disabled={
              own.some(({ key }) => !agreed.has(key)) ||
              own.length + added.length === 0 ||
              take.isPending
            }
            onClick={() =>
              take.mutate({
                ...given,
                agreed: own.map(({ key }) => key),
                ...(added.length > 0 ? { add: added } : {}),
              })
            }
          >
            {t('Take it as it is now')}
          </Button>
        )}
      </div>
    </div>
  )
}
