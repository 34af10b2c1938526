import { useDeferredValue, useState } from 'react'
import {
  ActionDialog,
  Button,
  DataTable,
  Empty,
  Head,
  Page,
  Segmented,
  TableTools,
  fieldsOf,
  go,
  labelOf,
  optionOf,
  t,
  useCatalog,
  usePaged,
  useTableView,
  whereOf,
  wordsOf,
  type Condition,
  type EntityInfo,
  type MenuItem,
  type ModulePageProps,
  type Row,
} from '#web'
import { Board } from './board.tsx'
import { RecordPanel } from './record-panel.tsx'

/** List, board, form and details of any entity, from its manifest alone. */
export function EntityPage({ page, rest }: ModulePageProps) {
  const catalog = useCatalog()
  const entity = catalog.entity(page.entity ?? '')
  if (!entity)
    return (
      <Page>
        <Empty title={t('There is no such page')} />
      </Page>
    )
  return <EntityList page={page} rest={rest} entity={entity} />
}

function EntityList({ page, rest, entity }: ModulePageProps & { entity: EntityInfo }) {
  const catalog = useCatalog()
  const [search, setSearch] = useState('')
  const [conditions, setConditions] = useState<Condition[]>([])
  const [form, setForm] = useState<string>()
  const [shape, setShape] = useState<'table' | 'board'>(page.views?.[0] ?? 'table')
  const [view, onView] = useTableView(page.id, entity, page.columns)
  const fields = fieldsOf(entity)
  const words = useDeferredValue(search.trim())
  const where = whereOf(conditions, fields)
  const expand = view.columns.filter(
    (name) => fields[name]?.['x-ref'] && fields[name]?.['x-ref'] !== 'files.file',
  )
  const input = {
    ...(words ? { search: words } : {}),
    ...(where ? { where } : {}),
    ...(view.sort ? { sort: [view.sort] } : {}),
    ...(expand.length > 0 ? { expand } : {}),
    limit: 100,
  }
  const list = usePaged<Row>(`${entity.id}.list`, input)
  const label = labelOf(catalog, entity.id, entity.id)
  const option = optionOf(catalog, entity.id)
  const title = catalog.title(page.id, page.title)
  const primary = page.primary && catalog.can(page.primary) ? page.primary : undefined
  const open = (row: Row) => go(`${page.path}/${row.id}`)
  const narrowed = words !== '' || where !== undefined
  const empty = narrowed ? (
    <Empty icon="search" title={t('Nothing matches')}>
      {t('Take away a filter or search for something else.')}
    </Empty>
  ) : (
    <Empty
      icon={page.icon}
      title={t('Nothing here yet')}
      action={primary && <Button onClick={() => setForm(primary)}>{catalog.title(primary)}</Button>}
    >
      {catalog.title(`${page.id}.empty`, '') ||
        (primary
          ? t('The first one shows here as soon as it is made.')
          : t('What others make for you shows here.'))}
    </Empty>
  )
  const chosen = rest[0]
  return (
    <Page
      side={
        chosen && (
          <RecordPanel key={chosen} entity={entity} id={chosen} onClose={() => go(page.path)} />
        )
      }
    >
      <Head
        backTo={page.path.startsWith('/admin') ? '/admin' : '/workbench'}
        title={title}
        menu={otherActions(catalog, entity, primary, setForm)}
        primary={
          primary && (
            <Button
              tone="primary"
              icon="plus"
              aria-label={catalog.title(primary)}
              onClick={() => setForm(primary)}
            >
              {catalog.title(primary)}
            </Button>
          )
        }
      >
        {page.views?.includes('board') && page.groupBy && (
          <Segmented
            label={t('View')}
            value={shape}
            onChange={setShape}
            options={[
              { value: 'table', label: t('Table'), icon: 'list' },
              { value: 'board', label: t('Board'), icon: 'board' },
            ]}
          />
        )}
      </Head>
      <TableTools
        entity={entity}
        labelOf={label}
        option={option}
        search={entity.search?.length === 0 ? undefined : search}
        onSearch={setSearch}
        conditions={conditions}
        onConditions={setConditions}
        view={view}
        onView={onView}
      />
      {shape === 'board' && page.groupBy ? (
        <Board
          entity={entity}
          rows={list.items}
          groupBy={page.groupBy}
          columns={view.columns}
          option={option}
          onOpen={open}
        />
      ) : (
        <DataTable
          entity={entity}
          rows={list.items}
          view={view}
          onView={onView}
          label={title}
          labelOf={label}
          option={option}
          onOpen={open}
          chosen={chosen}
          more={list.hasNextPage}
          onMore={() => void (list.isFetchingNextPage || list.fetchNextPage())}
          loading={list.isLoading || list.isFetchingNextPage}
          problem={list.problem}
          onRetry={() => void list.refetch()}
          empty={empty}
        />
      )}
      {form && <ActionDialog action={form} onClose={() => setForm(undefined)} />}
    </Page>
  )
}

/** Commands of the same noun that need no record: they belong in the page's menu. */
function otherActions(
  catalog: ReturnType<typeof useCatalog>,
  entity: EntityInfo,
  primary: string | undefined,
  open: (id: string) => void,
): MenuItem[] {
  const noun = entity.id.split('.').at(-1)!
  return catalog.modules
    .flatMap((module) => module.actions)
    .filter(
      (action) =>
        action.kind === 'command' &&
        action.id.startsWith(`${entity.id}.`) &&
        action.id !== primary &&
        !action.input.properties?.[noun] &&
        !action.subject,
    )
    .map((action) => ({
      label: catalog.title(action.id, action.title) || wordsOf(action.id),
      run: () => open(action.id),
    }))
}
