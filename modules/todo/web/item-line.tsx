import { useState } from 'react'
import {
  ErrorLine,
  Icon,
  IconButton,
  Link,
  Time,
  calendarDay,
  call,
  refreshActions,
  t,
  told,
  useCatalog,
  type Problem,
} from '#web'
import type { Item } from './types.ts'

/** One to-do: a box to tick where its source allows that, its words as the way there, its day. */
export function ItemLine({
  item,
  late,
  onEdit,
}: {
  item: Item
  late: boolean
  onEdit: (item: Item) => void
}) {
  const catalog = useCatalog()
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const own = item.source === 'todo'
  const open = item.state === 'open'
  const ticks = open ? own || item.action !== undefined : own
  const run = async (verb: 'complete' | 'reopen') => {
    const answer = await call(`todo.item.${verb}`, { item: item.id })
    setProblem(answer.ok ? undefined : answer.problem)
    refreshActions(['todo.item', 'projects', 'approval'])
    return answer.ok
  }
  const tick = async () => {
    setBusy(true)
    const done = await run(open ? 'complete' : 'reopen')
    setBusy(false)
    if (done && open)
      told(
        t('“{title}” is done.', { title: item.title }),
        own ? () => void run('reopen') : undefined,
      )
  }
  const module = catalog.modules.find(({ id }) => id === item.source)
  const from = own ? undefined : catalog.title(item.source, module?.title)
  return (
    <li className={`todo-line ${open ? '' : 'settled'}`}>
      {ticks ? (
        <input
          type="checkbox"
          checked={!open}
          disabled={busy}
          aria-label={
            open
              ? t('Done: {title}', { title: item.title })
              : t('Take up again: {title}', { title: item.title })
          }
          onChange={() => void tick()}
        />
      ) : (
        <Icon name={item.state === 'dropped' ? 'close' : open ? 'right' : 'check'} size={18} />
      )}
      <span className="todo-words">
        {item.link ? (
          <Link to={item.link}>{item.title}</Link>
        ) : own && open ? (
          <button type="button" className="bare" onClick={() => onEdit(item)}>
            {item.title}
          </button>
        ) : (
          <span>{item.title}</span>
        )}
        <small>
          {from}
          {item.state === 'dropped' && <> {t('Not needed any more')}</>}
        </small>
        <ErrorLine problem={problem} />
      </span>
      {(item.priority === 'urgent' || item.priority === 'high') && open && (
        <small className={`todo-rank ${item.priority}`}>
          <Icon name="up" size={14} />
          {item.priority === 'urgent' ? t('Urgent') : t('High')}
        </small>
      )}
      <small className={late ? 'todo-late number' : 'number'}>
        {open
          ? item.due_on && calendarDay(item.due_on)
          : item.settled_at && <Time at={item.settled_at} />}
      </small>
      {own && open && (
        <IconButton
          icon="edit"
          size={16}
          label={t('Change “{title}”', { title: item.title })}
          onClick={() => onEdit(item)}
        />
      )}
    </li>
  )
}
