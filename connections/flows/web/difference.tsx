import { t, wordsOf } from '#web'
import { differences } from '../differences.ts'
import type { Definition } from './types.ts'

/** What differs between two definitions, by steps and not by lines. */
export function Difference({ before, after }: { before: Definition; after: Definition }) {
  const changes = differences(before, after)
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
