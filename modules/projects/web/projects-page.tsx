import { useState } from 'react'
import {
  Button,
  Empty,
  ErrorState,
  Head,
  Link,
  Loading,
  Page,
  Segmented,
  t,
  tn,
  go,
  useAction,
  useCatalog,
  usePaged,
  type ModulePageProps,
} from '#web'
import { NewProjectDialog } from './new-project-dialog.tsx'
import { ProjectPage } from './project-page.tsx'
import type { Category, Project } from './types.ts'

/** The projects one is in; under one of them, its board. */
export function ProjectsPage(props: ModulePageProps) {
  const [project] = props.rest
  return project ? (
    <ProjectPage key={project} {...props} id={project} />
  ) : (
    <ProjectList {...props} />
  )
}

interface Counts {
  items: { project: string; category: Category; n: number }[]
}

function ProjectList({ page }: ModulePageProps) {
  const catalog = useCatalog()
  const [state, setState] = useState<'active' | 'archived'>('active')
  const [form, setForm] = useState(false)
  const list = usePaged<Project>('projects.project.list', {
    where: { state },
    sort: ['name'],
    limit: 50,
  })
  const counts = useAction<Counts>('projects.task.aggregate', {
    by: ['project', 'category'],
    measures: { n: 'count' },
  }).data
  const create = catalog.can('projects.project.create') && (
    <Button tone="primary" icon="plus" onClick={() => setForm(true)}>
      {catalog.title('projects.project.create')}
    </Button>
  )
  return (
    <Page>
      <Head title={catalog.title(page.id, page.title)} backTo="/workbench" primary={create} />
      <div className="tools">
        <Segmented
          label={t('Which')}
          value={state}
          onChange={setState}
          options={[
            { value: 'active', label: t('Going on') },
            { value: 'archived', label: t('Archived') },
          ]}
        />
      </div>
      {list.problem ? (
        <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
      ) : list.isLoading ? (
        <Loading rows={6} />
      ) : list.items.length === 0 ? (
        <Empty
          icon="board"
          title={state === 'active' ? t('You are in no project yet') : t('Nothing is archived')}
          action={
            state === 'active' && <Button onClick={() => setForm(true)}>{t('Start one')}</Button>
          }
        >
          {t('Tasks on a board, told to the project’s group. Begin with a template.')}
        </Empty>
      ) : (
        <div className="body">
          <ul className="projects" aria-label={catalog.title(page.id, page.title)}>
            {list.items.map((one) => (
              <li key={one.id}>
                <ProjectTile path={page.path} project={one} counts={counts} />
              </li>
            ))}
          </ul>
          {list.hasNextPage && (
            <div className="table-more">
              <Button
                small
                busy={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {t('Load more')}
              </Button>
            </div>
          )}
        </div>
      )}
      {form && (
        <NewProjectDialog
          onDone={(id) => go(`${page.path}/${id}`)}
          onClose={() => setForm(false)}
        />
      )}
    </Page>
  )
}

function ProjectTile({
  path,
  project,
  counts,
}: {
  path: string
  project: Project
  counts: Counts | undefined
}) {
  const mine = (counts?.items ?? []).filter((one) => one.project === project.id)
  const all = mine.reduce((sum, { n }) => sum + n, 0)
  const done = mine.find(({ category }) => category === 'done')?.n ?? 0
  return (
    <Link to={`${path}/${project.id}`} className="project-tile">
      <span className="project-key">{project.key}</span>
      <strong>{project.name}</strong>
      {project.description && <small>{project.description}</small>}
      {counts && (
        <span className="project-done">
          <progress max={Math.max(all, 1)} value={done} aria-label={t('Done')} />
          <small className="number">
            {t('{done} of {all} done', { done, all: tn(all, '{n} task', '{n} tasks') })}
          </small>
        </span>
      )}
    </Link>
  )
}
