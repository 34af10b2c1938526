import { useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { Icon, t, useSignal } from '#web'
import { offered } from './suggest.ts'

const HEIGHT = 330
const WIDTH = 280

/** The list under the cursor; arrows and Enter are the editor's. */
export function SuggestList() {
  const now = useSignal(offered)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [now?.at])
  if (!now) return null
  const { left, top, bottom } = now.place
  const above = bottom + HEIGHT > innerHeight && top > HEIGHT
  const style = {
    left: Math.max(8, Math.min(left, innerWidth - WIDTH - 8)),
    width: WIDTH,
    maxHeight: HEIGHT,
    ...(above ? { bottom: innerHeight - top + 6 } : { top: bottom + 6 }),
  }
  return createPortal(
    <div
      className="floating suggest"
      style={style}
      ref={list}
      role="listbox"
      aria-label={now.name === 'people' ? t('People') : t('Insert')}
      tabIndex={0}
    >
      {now.choices.map((choice, index) => (
        <div key={choice.key} role="presentation">
          {choice.group && choice.group !== now.choices[index - 1]?.group && (
            <p className="suggest-group">{choice.group}</p>
          )}
          <div
            role="option"
            aria-selected={index === now.at}
            className="suggest-choice"
            // The editor keeps its cursor.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => now.choose(choice)}
          >
            {choice.icon && <Icon name={choice.icon} size={18} />}
            <span className="grow clip">{choice.label}</span>
            {choice.hint && <small>{choice.hint}</small>}
          </div>
        </div>
      ))}
    </div>,
    document.body,
  )
}
