import { ErrorLine, Loading, t, useAction, wordsOf } from '#web'
import type { Definition } from './types.ts'

interface Change {
  what: 'added' | 'removed' | 'moved' | 'changed'
  step?: string
  field?: string
  before?: unknown
  after?: unknown
}

/** What differs from a version, by steps and not by lines. */
export function Difference({
  flow,
  from,
  ...to
}: { flow: string; from: number } & ({ to: number } | { definition: Definition })) {
  const answer = useAction<{ changes: Change[] }>('flows.flow.diff', { flow, from, ...to })
  if (answer.problem) return <ErrorLine problem={answer.problem} />
  if (!answer.data) return <Loading rows={3} />
  const { changes } = answer.data
  if (changes.length === 0) return <p className="muted">{t('Nothing differs.')}</p>
  return (
    <ul className="flow-changes" aria-label={t('What differs')}>
      {changes.map((change, index) => (
        <li key={index} className={change.what}>
          <span className="tag">{whatWords(change.what)}</span>
          <span className="grow">
            <b>{change.step ?? t('Flow')}</b>
            {change.field && <> · {t(wordsOf(change.field))}</>}
            {change.what === 'changed' && (
              <span className="flow-values">
                <del>{short(change.before)}</del> <ins>{short(change.after)}</ins>
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}

const whatWords = (what: string) =>
  ({ added: t('Added'), removed: t('Removed'), moved: t('Moved'), changed: t('Changed') })[what] ??
  what

const LONGEST = 300
function short(value: unknown): string {
  if (value === undefined) return t('nothing')
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
