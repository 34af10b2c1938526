import { useDeferredValue, useMemo, useState } from 'react'
import {
  ActionDialog,
  Button,
  Empty,
  ErrorState,
  Head,
  Icon,
  Loading,
  Page,
  SelectField,
  Segmented,
  go,
  remembered,
  t,
  useCatalog,
  type MenuItem,
  type ModulePageProps,
} from '#web'
import { ImportDialog, download } from './import-dialog.tsx'
import { MembersDialog } from './members-dialog.tsx'
import { Numbers } from './numbers.tsx'
import { ProjectViews } from './project-views.tsx'
import { SettingsDialog } from './settings-dialog.tsx'
import { TaskPanel } from './task-panel.tsx'
import { VIEWS, isLate, type Task, type View } from './types.ts'
import { useProject, type Open } from './use-project.ts'

type Dialogs = 'task' | 'members' | 'settings' | 'import'

/** One project: `/projects/<id>/<view>/<task>`. */
export function ProjectPage({ page, rest, id }: ModulePageProps & { id: string }) {
  const { open, problem, reload } = useProject(id)
  const [, second, third] = rest
  const kept = remembered.get('projects.view')
  const view = [second, kept].find((one): one is View => VIEWS.includes(one as View)) ?? 'board'
  const base = `${page.path}/${id}`
  if (problem)
    return (
      <Page>
        <Head title={t('Project')} backTo={page.path} />
        {problem.code === 'notFound' ? (
          <Empty icon="search" title={t('This project is not there')}>
            {t('It is gone, or you are not in it. Ask a lead to add you.')}
          </Empty>
        ) : (
          <ErrorState problem={problem} onRetry={reload} />
        )}
      </Page>
    )
  if (!open)
    return (
      <Page>
        <Head title={t('Project')} backTo={page.path} />
        <Loading shape="table" rows={10} />
      </Page>
    )
  return <OpenProject path={page.path} base={base} view={view} task={third} open={open} />
}

function OpenProject({
  path,
  base,
  view,
  task,
  open,
}: {
  path: string
  base: string
  view: View
  task: string | undefined
  open: Open
}) {
  const catalog = useCatalog()
  const me = catalog.actor.id
  const [dialog, setDialog] = useState<Dialogs>()
  const [search, setSearch] = useState('')
  const [who, setWho] = useState('')
  const words = useDeferredValue(search.trim().toLowerCase())
  const { project, role, tasks } = open
  const guest = role === 'guest'
  const shown = useMemo(
    () => tasks.filter((one) => fits(one, words, who, me)),
    [tasks, words, who, me],
  )
  const close = () => setDialog(undefined)
  const menu: MenuItem[] = [
    { label: t('Members'), icon: 'people', run: () => setDialog('members') },
    ...(role === 'lead'
      ? [{ label: t('Settings'), icon: 'settings', run: () => setDialog('settings') }]
      : []),
    ...(project.conversation
      ? [
          {
            label: t('Open its group'),
            icon: 'message',
            run: () => go(`/messages/${project.conversation}`),
          },
        ]
      : []),
    ...(guest || project.state === 'archived'
      ? []
      : [{ label: t('Import tasks'), icon: 'upload', run: () => setDialog('import') }]),
    { label: t('Export tasks'), icon: 'download', run: () => void download(project.id) },
  ]
  const views = VIEWS.filter((one) => one !== 'numbers' || !guest)
  return (
    <Page
      side={
        task && <TaskPanel key={task} id={task} open={open} onClose={() => go(`${base}/${view}`)} />
      }
    >
      <Head
        title={project.name}
        backTo={path}
        lead={<span className="project-key">{project.key}</span>}
        menu={menu}
        primary={
          !guest &&
          project.state === 'active' && (
            <Button tone="primary" icon="plus" onClick={() => setDialog('task')}>
              {t('New task')}
            </Button>
          )
        }
      />
      <div className="tools">
        <Segmented
          label={t('View')}
          value={view}
          onChange={(next) => {
            remembered.set('projects.view', next)
            go(`${base}/${next}`, { replace: true })
          }}
          options={views.map((one) => ({ value: one, ...WORDS[one]() }))}
        />
        {view !== 'numbers' && (
          <>
            <label className="search-box">
              <Icon name="search" size={16} />
              <input
                type="search"
                value={search}
                aria-label={t('Search tasks')}
                placeholder={t('Search tasks')}
                onChange={(event) => setSearch(event.target.value)}
              />
            </label>
            <SelectField
              label={t('Whose')}
              hideLabel
              value={who}
              onChange={setWho}
              options={[
                { value: '', label: t('Everybody’s') },
                { value: 'me', label: t('Mine') },
                { value: 'nobody', label: t('Nobody’s yet') },
                { value: 'late', label: t('Overdue') },
              ]}
            />
          </>
        )}
        {project.state === 'archived' && <span className="tag">{t('Archived')}</span>}
      </div>
      {view === 'numbers' && !guest ? (
        <Numbers open={open} />
      ) : (
        <ProjectViews
          view={view}
          open={open}
          tasks={shown}
          narrowed={words !== '' || who !== ''}
          chosen={task}
          onOpen={(one) => go(`${base}/${view}/${one}`)}
        />
      )}
      {dialog === 'task' && (
        <ActionDialog
          action="projects.task.create"
          preset={{ project: project.id, state: project.states[0]!.key }}
          hidden={['project', 'state', 'custom', 'parent', 'checklist', 'files']}
          submit={t('Make the task')}
          onDone={(made) => go(`${base}/${view}/${String(made['id'])}`)}
          onClose={close}
        />
      )}
      {dialog === 'members' && <MembersDialog open={open} onClose={close} />}
      {dialog === 'settings' && <SettingsDialog project={project} onClose={close} />}
      {dialog === 'import' && <ImportDialog project={project} onClose={close} />}
    </Page>
  )
}

function fits(task: Task, words: string, who: string, me: string): boolean {
  if (words && !`${task.key} ${task.title}`.toLowerCase().includes(words)) return false
  if (who === 'me') return task.assignee === me
  if (who === 'nobody') return task.assignee === undefined
  if (who === 'late') return isLate(task)
  return true
}

const WORDS: Record<View, () => { label: string; icon: string }> = {
  board: () => ({ label: t('Board'), icon: 'board' }),
  table: () => ({ label: t('Table'), icon: 'list' }),
  calendar: () => ({ label: t('Calendar'), icon: 'calendar' }),
  timeline: () => ({ label: t('Timeline'), icon: 'timeline' }),
  numbers: () => ({ label: t('Numbers'), icon: 'chart' }),
}
