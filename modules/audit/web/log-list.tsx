import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { Avatar, Icon, Link, Time, t, useCatalog } from '#web'
import {
  actionTitle,
  actorTitle,
  doorTitle,
  outcomeIcon,
  outcomeTitle,
  outcomeTone,
  type Entry,
} from './entry.ts'

const ROW = 52
const NEAR_END = 20

interface Props {
  entries: Entry[]
  chosen: string | undefined
  base: string
  more: boolean
  onMore: () => void
}

/** The newest first; Up and Down move from entry to entry. */
export function LogList({ entries, chosen, base, more, onMore }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 12,
    getItemKey: (index) => entries[index]!.id,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last >= entries.length - NEAR_END) onMore()
  }, [more, last, entries.length, onMore])
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const at = Number((document.activeElement as HTMLElement | null)?.dataset.index ?? -1)
    const next = Math.max(0, Math.min(entries.length - 1, at + step))
    virtual.scrollToIndex(next)
    requestAnimationFrame(() =>
      box.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus(),
    )
  }
  return (
    <div className="log" ref={box} onKeyDown={keys}>
      <div className="log-head" aria-hidden>
        <span>{t('When')}</span>
        <span>{t('Who')}</span>
        <span>{t('What')}</span>
        <span>{t('Outcome')}</span>
        <span className="log-door">{t('By')}</span>
      </div>
      <ul aria-label={t('Log')} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const entry = entries[item.index]!
          return (
            <li
              key={entry.id}
              style={{ transform: `translateY(${item.start}px)` }}
              aria-setsize={more ? -1 : entries.length}
              aria-posinset={item.index + 1}
            >
              <Link
                to={`${base}/${entry.id}`}
                data-index={item.index}
                className="log-row"
                aria-current={entry.id === chosen ? 'true' : undefined}
              >
                <EntryCells entry={entry} />
              </Link>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function EntryCells({ entry }: { entry: Entry }) {
  const catalog = useCatalog()
  const who = actorTitle(catalog, entry)
  return (
    <>
      <span className="log-when muted">
        <Time at={entry.at} />
      </span>
      <span className="log-who">
        <Avatar
          name={who}
          id={entry.actor}
          size={26}
          {...(entry.actor_kind === 'person' ? {} : { icon: 'settings' })}
        />
        <span className="clip">{who}</span>
      </span>
      <span className="log-what clip">{actionTitle(catalog, entry)}</span>
      <span className="log-outcome">
        <span className={`tag ${outcomeTone(entry.outcome)}`}>
          <Icon name={outcomeIcon(entry.outcome)} size={14} />
          {outcomeTitle(entry.outcome)}
        </span>
      </span>
      <span className="log-door muted clip">{doorTitle(entry.door)}</span>
    </>
  )
}
