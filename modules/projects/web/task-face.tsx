import { Avatar, Icon, t, useCatalog, usePerson } from '#web'
import { isLate, shortDay, type Task } from './types.ts'

/** A task as a card: inside a button, so nothing in it may be pressed. */
export function TaskFace({ task, waiting }: { task: Task; waiting: boolean }) {
  const catalog = useCatalog()
  const person = usePerson(task.assignee).data
  const checks = task.checklist?.length ?? 0
  return (
    <>
      <span className="task-line">
        <small className="task-key">{task.key}</small>
        {(task.priority === 'urgent' || task.priority === 'high') && (
          <small className={`task-rank ${task.priority}`}>
            <Icon name="up" size={14} />
            {catalog.title(`projects.task.priority.${task.priority}`, '') ||
              (task.priority === 'urgent' ? t('Urgent') : t('High'))}
          </small>
        )}
      </span>
      <strong>{task.title}</strong>
      {(task.labels?.length ?? 0) > 0 && (
        <span className="task-labels">
          {task.labels!.slice(0, 3).map((label) => (
            <small key={label}>{label}</small>
          ))}
        </span>
      )}
      <span className="task-line task-foot">
        {task.due_on && (
          <small className={isLate(task) ? 'task-late' : ''}>
            <Icon name={isLate(task) ? 'warning' : 'calendar'} size={14} />
            {shortDay(task.due_on)}
          </small>
        )}
        {checks > 0 && (
          <small>
            <Icon name="check" size={14} />
            {task.checklist!.filter(({ done }) => done).length}/{checks}
          </small>
        )}
        {task.comments > 0 && (
          <small>
            <Icon name="message" size={14} />
            {task.comments}
          </small>
        )}
        {waiting && (
          <small>
            <Icon name="clock" size={14} />
            {t('Waits')}
          </small>
        )}
        <span className="grow" />
        {task.assignee && (
          <Avatar name={person?.name ?? ''} id={task.assignee} file={person?.avatar} size={22} />
        )}
      </span>
    </>
  )
}
