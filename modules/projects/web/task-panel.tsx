import { useState } from 'react'
import {
  Button,
  ConfirmDialog,
  ErrorLine,
  Field,
  FileField,
  IconButton,
  Link,
  Menu,
  RecordPanel,
  SelectField,
  call,
  t,
  told,
  useAction,
  useCatalog,
  useCommand,
  type Paged,
  type Problem,
} from '#web'
import { Checklist } from './checklist.tsx'
import { Comments } from './comments.tsx'
import { Followers } from './followers.tsx'
import { OwnFields } from './own-fields.tsx'
import type { Task } from './types.ts'
import type { Open } from './use-project.ts'

const FIELDS = [
  'assignee',
  'priority',
  'start_on',
  'due_on',
  'estimate',
  'labels',
  'parent',
  'description',
  'files',
]

/** One task: its state, its fields, what is left to check, what it waits for, what people say, how it came so. */
export function TaskPanel({ id, open, onClose }: { id: string; open: Open; onClose: () => void }) {
  const task = open.tasks.find((one) => one.id === id)
  return (
    <RecordPanel
      entity="projects.task"
      id={id}
      onClose={onClose}
      fields={FIELDS}
      related={[{ entity: 'projects.task', field: 'parent' }]}
      lead={task && <TaskState task={task} open={open} />}
      foot={task ? <TaskFoot task={task} open={open} onGone={onClose} /> : <span />}
    >
      {task && (
        <>
          <OwnFields task={task} fields={open.project.fields ?? []} mine={mayChange(open, task)} />
          <Checklist task={task} mine={mayChange(open, task)} />
          <Waits task={task} open={open} />
          <Attach task={task} mine={mayChange(open, task)} />
          <Followers task={id} open={open} />
          <Comments task={id} project={task.project} lead={open.role === 'lead'} />
        </>
      )}
    </RecordPanel>
  )
}

/** A guest works on what is his; everybody else on everything. */
const mayChange = ({ role, project }: Open, _task: Task): boolean =>
  project.state === 'active' && role !== 'guest'

function TaskState({ task, open }: { task: Task; open: Open }) {
  const [problem, setProblem] = useState<Problem>()
  const move = async (state: string) => {
    const answer = await call('projects.task.move', { task: task.id, state })
    setProblem(answer.ok ? undefined : answer.problem)
  }
  return (
    <div className="stack">
      <span className="task-key">{task.key}</span>
      <SelectField
        label={t('State')}
        value={task.state}
        onChange={(state) => void move(state)}
        options={open.project.states.map(({ key, name }) => ({ value: key, label: name }))}
        disabled={open.project.state === 'archived'}
      />
      <ErrorLine problem={problem} />
    </div>
  )
}

function Waits({ task, open }: { task: Task; open: Open }) {
  const [problem, setProblem] = useState<Problem>()
  const waits = open.tasks.filter(({ id }) => task.blocked_by?.includes(id))
  const holds = open.tasks.filter((one) => one.blocked_by?.includes(task.id))
  const mine = mayChange(open, task)
  const block = async (by: string, on: boolean) => {
    const answer = await call('projects.task.block', { task: task.id, by, on })
    setProblem(answer.ok ? undefined : answer.problem)
  }
  if (waits.length + holds.length === 0 && !mine) return null
  const others = open.tasks.filter(
    ({ id, category }) => id !== task.id && category !== 'done' && !task.blocked_by?.includes(id),
  )
  const link = (one: Task) => (
    <Link to={`/projects/${one.project}/board/${one.id}`}>
      {one.key} {one.title}
    </Link>
  )
  return (
    <section className="section" aria-label={t('Waits for')}>
      <h3>{t('Waits for')}</h3>
      <ul className="related">
        {waits.map((one) => (
          <li key={one.id} className="row">
            {link(one)}
            <span className="grow" />
            {mine && (
              <IconButton
                icon="close"
                size={16}
                label={t('Wait no more for {task}', { task: one.key })}
                onClick={() => void block(one.id, false)}
              />
            )}
          </li>
        ))}
      </ul>
      {mine && others.length > 0 && (
        <SelectField
          label={t('Let it wait for')}
          hideLabel
          value=""
          empty={t('Let it wait for…')}
          onChange={(by) => by && void block(by, true)}
          options={others.map(({ id, key, title }) => ({ value: id, label: `${key} ${title}` }))}
        />
      )}
      <ErrorLine problem={problem} />
      {holds.length > 0 && (
        <>
          <h3>{t('Others wait for it')}</h3>
          <ul className="related">
            {holds.map((one) => (
              <li key={one.id}>{link(one)}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Attach({ task, mine }: { task: Task; mine: boolean }) {
  const [files, setFiles] = useState<string[]>([])
  const attach = useCommand('projects.task.attach', {
    refresh: ['projects.task'],
    onDone: () => setFiles([]),
  })
  if (!mine) return null
  return (
    <section className="section" aria-label={t('Attach files')}>
      <Field label={t('Attach files')}>
        {(wires) => <FileField wires={wires} many value={files} onChange={setFiles} />}
      </Field>
      {files.length > 0 && (
        <Button
          small
          busy={attach.isPending}
          onClick={() => attach.mutate({ task: task.id, files })}
        >
          {t('Attach')}
        </Button>
      )}
      <ErrorLine problem={attach.problem} />
    </section>
  )
}

function TaskFoot({ task, open, onGone }: { task: Task; open: Open; onGone: () => void }) {
  const { actor } = useCatalog()
  const [problem, setProblem] = useState<Problem>()
  const [deleting, setDeleting] = useState(false)
  const follows = useAction<Paged<{ id: string }>>('projects.follower.list', {
    where: { task: task.id, person: actor.id },
    limit: 1,
  }).data
  const following = (follows?.items.length ?? 0) > 0
  const run = async (action: string, input: object = {}) => {
    const answer = await call(action, { task: task.id, ...input })
    setProblem(answer.ok ? undefined : answer.problem)
    return answer.ok
  }
  const mine = mayChange(open, task)
  return (
    <>
      <ErrorLine problem={problem} />
      <div className="row end">
        <Menu
          label={t('More')}
          items={[
            {
              label: following ? t('Follow no more') : t('Follow'),
              icon: 'eye',
              run: () =>
                void run('projects.task.follow', { on: !following }).then(
                  (ok) =>
                    ok &&
                    told(
                      following ? t('You follow it no more.') : t('You hear what becomes of it.'),
                    ),
                ),
            },
            ...(mine && (open.role === 'lead' || task['created_by'] === actor.id)
              ? [
                  {
                    label: t('Delete the task'),
                    icon: 'trash',
                    danger: true,
                    run: () => setDeleting(true),
                  },
                ]
              : []),
          ]}
        />
        {mine && task.assignee !== actor.id && task.category !== 'done' && (
          <Button onClick={() => void run('projects.task.take')}>{t('Take it')}</Button>
        )}
        {task.category !== 'done' && (mine || task.assignee === actor.id) && (
          <Button tone="primary" icon="check" onClick={() => void run('projects.task.complete')}>
            {t('Complete')}
          </Button>
        )}
      </div>
      {deleting && (
        <ConfirmDialog
          title={t('Delete “{title}”?', { title: task.title })}
          text={t('Its comments, files and history go with it. This cannot be undone.')}
          verb={t('Delete the task')}
          action="projects.task.delete"
          input={{ task: task.id }}
          onDone={onGone}
          onClose={() => setDeleting(false)}
        />
      )}
    </>
  )
}
