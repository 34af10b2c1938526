import { useState } from 'react'
import {
  ActionDialog,
  Button,
  Empty,
  Head,
  Page,
  RecordPanel,
  RecordViews,
  go,
  t,
  useCatalog,
  wordsOf,
  type EntityInfo,
  type MenuItem,
  type ModulePageProps,
} from '#web'

/** Every view, form and details of any entity, from its manifest alone. */
export function EntityPage({ page, rest }: ModulePageProps) {
  const catalog = useCatalog()
  const entity = catalog.entity(page.entity ?? '')
  if (!entity)
    return (
      <Page>
        <Empty title={t('There is no such page')} />
      </Page>
    )
  return <EntityViews page={page} rest={rest} entity={entity} />
}

function EntityViews({ page, rest, entity }: ModulePageProps & { entity: EntityInfo }) {
  const catalog = useCatalog()
  const [form, setForm] = useState<{ action: string; preset?: Record<string, unknown> }>()
  const primary = page.primary && catalog.can(page.primary) ? page.primary : undefined
  const creates = primary ? catalog.action(primary)?.input.properties : undefined
  const begin = () => primary && setForm({ action: primary })
  const chosen = rest[0]
  return (
    <Page
      side={
        chosen && (
          <RecordPanel key={chosen} entity={entity.id} id={chosen} onClose={() => go(page.path)} />
        )
      }
    >
      <Head
        backTo={page.path.startsWith('/admin') ? '/admin' : '/workbench'}
        title={catalog.title(page.id, page.title)}
        menu={otherActions(catalog, entity, primary, (action) => setForm({ action }))}
        primary={
          primary && (
            <Button tone="primary" icon="plus" aria-label={catalog.title(primary)} onClick={begin}>
              {catalog.title(primary)}
            </Button>
          )
        }
      />
      <RecordViews
        name={page.id}
        entity={entity.id}
        label={catalog.title(page.id, page.title)}
        views={page.views}
        columns={page.columns}
        groupBy={page.groupBy}
        date={page.date}
        until={page.until}
        dependsOn={page.dependsOn}
        selected={chosen}
        onOpen={(row) => go(`${page.path}/${row.id}`)}
        onCreate={
          primary && page.date && creates?.[page.date]
            ? (day) => setForm({ action: primary, preset: { [page.date!]: day } })
            : undefined
        }
        empty={
          <Empty
            icon={page.icon}
            title={t('Nothing here yet')}
            action={primary && <Button onClick={begin}>{catalog.title(primary)}</Button>}
          >
            {catalog.title(`${page.id}.empty`, '') ||
              (primary
                ? t('The first one shows here as soon as it is made.')
                : t('What others make for you shows here.'))}
          </Empty>
        }
      />
      {form && (
        <ActionDialog
          action={form.action}
          preset={form.preset ?? {}}
          onClose={() => setForm(undefined)}
        />
      )}
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
