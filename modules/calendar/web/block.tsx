import type { FocusEventHandler, KeyboardEvent, PointerEvent } from 'react'
import { Icon, t } from '#web'
import { clockOf } from './days.ts'
import type { Occurrence } from './types.ts'

/** One thing that takes place. What I have not answered is dashed, what I declined struck out, what I may not read is hatched. */
export function Block({
  one,
  hue,
  whose,
  time,
  held,
  onOpen,
  onHold,
  onStretch,
  onKeyDown,
  onBlur,
}: {
  one: Occurrence
  hue: number
  whose?: string | undefined
  time?: boolean
  held?: boolean
  onOpen: () => void
  onHold?: (event: PointerEvent) => void
  onStretch?: (event: PointerEvent) => void
  onKeyDown?: (event: KeyboardEvent) => void
  onBlur?: FocusEventHandler
}) {
  const marks = [markOf(one), held && 'held', one.may_change && onHold && 'movable']
  return (
    <button
      type="button"
      className={`block hue-${hue} edge-${hue} ${marks.filter(Boolean).join(' ')}`}
      aria-keyshortcuts={
        one.may_change && onHold
          ? 'Alt+ArrowUp Alt+ArrowDown Alt+ArrowLeft Alt+ArrowRight'
          : undefined
      }
      disabled={!one.detail}
      onClick={onOpen}
      onPointerDown={onHold}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
    >
      <span className="block-title">
        {one.private && <Icon name="lock" size={12} />}
        {titleOf(one, whose)}
      </span>
      {time && (
        <small>
          {clockOf(one.starts_at)}–{clockOf(one.ends_at)}
          {one.place && ` · ${one.place}`}
        </small>
      )}
      {answerOf(one) && <span className="unseen">, {answerOf(one)}</span>}
      {onStretch && <span className="block-grip" onPointerDown={onStretch} aria-hidden />}
    </button>
  )
}

export function markOf(one: Occurrence): string {
  if (!one.detail) return 'taken'
  if (one.mine === 'declined') return 'declined'
  return one.mine === 'none' || one.mine === 'tentative' || one.status === 'tentative'
    ? 'unsure'
    : ''
}

export const titleOf = (one: Occurrence, whose?: string): string => {
  const title = one.title ?? t('Busy')
  return whose ? `${whose}: ${title}` : title
}

/** What the look of it says, for those who listen. */
export function answerOf(one: Occurrence): string {
  if (one.mine === 'none') return t('not answered yet')
  if (one.mine === 'declined') return t('declined')
  return one.mine === 'tentative' || one.status === 'tentative' ? t('perhaps') : ''
}
