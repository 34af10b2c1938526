import { useEffect, useState, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { moduleWord, t } from './language.ts'
import type { Problem } from './client.ts'

/** One sentence, one button; with it a sample of what will stand here where there is one. */
export function Empty({
  icon = 'info',
  title,
  children,
  action,
}: {
  icon?: string
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="state">
      <span className="state-icon">
        <Icon name={icon} size={28} />
      </span>
      <p className="state-title">{title}</p>
      {children && <p className="state-text">{children}</p>}
      {action}
    </div>
  )
}

/** Below this a flash disturbs more than waiting. */
const CALM_MS = 200

/** The shape of what comes, shown only when it takes longer than a blink. */
export function Loading({
  rows = 6,
  shape = 'list',
}: {
  rows?: number
  shape?: 'list' | 'table' | 'page'
}) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), CALM_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className={`skeleton ${shape}`} role="status" aria-label={t('Loading')}>
      {late &&
        Array.from({ length: rows }, (_, index) => (
          <span key={index} className="bone" style={{ width: `${88 - ((index * 17) % 40)}%` }} />
        ))}
    </div>
  )
}

/** What happened, what was kept, what to do next, and an id to quote. */
export function ErrorState({
  problem,
  onRetry,
}: {
  problem: Problem
  onRetry?: (() => void) | undefined
}) {
  return (
    <div className="state" role="alert">
      <span className="state-icon danger">
        <Icon name="warning" size={28} />
      </span>
      <p className="state-title">{say(problem)}</p>
      <p className="state-text">{t(problem.fix)}</p>
      {onRetry && (
        <Button icon="refresh" onClick={onRetry}>
          {t('Try again')}
        </Button>
      )}
      <ProblemId id={problem.id} />
    </div>
  )
}

/** The same in one line, beside the thing it is about. */
export function ErrorLine({ problem }: { problem: Problem | undefined }) {
  if (!problem) return null
  return (
    <div className="error-line" role="alert">
      <Icon name="warning" size={16} />
      <span>
        {say(problem)} {problem.fix && <span className="muted">{t(problem.fix)}</span>}
        <ProblemId id={problem.id} />
      </span>
    </div>
  )
}

/** A module's own translation of its refusal, else the dictionary's. */
export const say = (problem: Problem) =>
  moduleWord(`${problem.action}.${problem.code}`) ?? t(problem.detail)

function ProblemId({ id }: { id: string }) {
  const [copied, setCopied] = useState(false)
  if (!id) return null
  return (
    <button
      type="button"
      className="problem-id"
      title={t('Copy the id')}
      onClick={() => void copy(id).then(() => setCopied(true))}
    >
      {copied ? t('Copied') : id}
    </button>
  )
}

/** The clipboard, also where the page is not a secure context. */
export async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}
