import { useState } from 'react'
import {
  ActionDialog,
  Button,
  CardView,
  ConfirmDialog,
  Empty,
  ErrorState,
  FieldValue,
  Loading,
  Menu,
  SidePanel,
  fieldsOf,
  isMoneyValue,
  labelOf,
  majorText,
  optionOf,
  t,
  useAction,
  useCatalog,
  useLabel,
  type ActionInfo,
  type CardInfo,
  type EntityInfo,
  type Row,
} from '#web'

interface Listed {
  items: Row[]
}

/** One record: its fields, its card where the module made one, and what may be done with it. */
export function RecordPanel({
  entity,
  id,
  onClose,
}: {
  entity: EntityInfo
  id: string
  onClose: () => void
}) {
  const catalog = useCatalog()
  const label = useLabel(entity.id)
  const fields = fieldsOf(entity)
  const expand = Object.keys(fields).filter(
    (name) => fields[name]?.['x-ref'] && fields[name]?.['x-ref'] !== 'files.file',
  )
  const { data, problem, isLoading, refetch } = useAction<Listed>(`${entity.id}.list`, {
    where: { id },
    limit: 1,
    ...(expand.length > 0 ? { expand } : {}),
  })
  const row = data?.items[0]
  const title = row ? label(row) : catalog.title(entity.id, entity.title)
  return (
    <SidePanel
      title={title}
      onClose={onClose}
      foot={row && <RecordActions entity={entity} row={row} onGone={onClose} />}
    >
      {problem && <ErrorState problem={problem} onRetry={() => void refetch()} />}
      {isLoading && <Loading rows={8} />}
      {data && !row && (
        <Empty icon="search" title={t('This record is not there')}>
          {t('It was deleted, or it is not yours to see.')}
        </Empty>
      )}
      {row && <RecordFacts entity={entity} row={row} />}
    </SidePanel>
  )
}

function RecordFacts({ entity, row }: { entity: EntityInfo; row: Row }) {
  const catalog = useCatalog()
  const say = labelOf(catalog, entity.id, entity.id)
  const option = optionOf(catalog, entity.id)
  const fields = Object.entries(fieldsOf(entity)).filter(
    ([name, schema]) =>
      row[name] !== undefined &&
      row[name] !== null &&
      !(schema.readOnly && ['name_key', 'pinyin', 'path'].includes(name)),
  )
  const template = catalog.modules
    .flatMap((module) => module.cards ?? [])
    .find((card: CardInfo) => card.id.startsWith(`${entity.id}.`))
  const card = typeof row.card === 'string' ? row.card : undefined
  return (
    <>
      {template && card && <CardView card={card} />}
      <dl className="facts">
        {fields.map(([name, schema]) => (
          <div key={name}>
            <dt>{say(name, schema)}</dt>
            <dd>
              <FieldValue schema={schema} name={name} row={row} option={option} long />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

/** Commands whose subject is this record; `update` opens with what is there. */
function RecordActions({
  entity,
  row,
  onGone,
}: {
  entity: EntityInfo
  row: Row
  onGone: () => void
}) {
  const catalog = useCatalog()
  const [open, setOpen] = useState<ActionInfo>()
  const label = useLabel(entity.id)
  const noun = entity.id.split('.').at(-1)!
  const actions = catalog.modules
    .flatMap((module) => module.actions)
    .filter(
      (action) =>
        action.kind === 'command' &&
        action.id.startsWith(`${entity.id}.`) &&
        action.input.properties?.[noun],
    )
  const name = (action: ActionInfo) => catalog.title(action.id, action.title)
  const [first, ...others] = actions.toSorted(
    (a, b) => Number(a.destructive ?? false) - Number(b.destructive ?? false),
  )
  if (!first) return null
  const onlyRecord =
    open &&
    Object.keys(open.input.properties ?? {}).every((field) => field === noun || field === 'rev')
  const preset = {
    ...presetOf(open, row),
    [noun]: row.id,
    ...(open?.input.properties?.rev && row.rev !== undefined ? { rev: row.rev } : {}),
  }
  return (
    <div className="row end">
      <Menu
        items={others.map((action) => ({
          label: name(action),
          danger: action.destructive ?? false,
          run: () => setOpen(action),
        }))}
        label={t('More')}
      />
      <Button tone={first.destructive ? 'danger' : 'plain'} onClick={() => setOpen(first)}>
        {name(first)}
      </Button>
      {open && onlyRecord && (
        <ConfirmDialog
          title={name(open)}
          text={t('This concerns “{name}”.', { name: label(row) })}
          verb={name(open)}
          action={open.id}
          input={preset}
          refresh={[entity.id]}
          onDone={() => open.id.endsWith('.delete') && onGone()}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open && !onlyRecord && (
        <ActionDialog
          action={open.id}
          preset={preset}
          hidden={[noun, 'rev']}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  )
}

function presetOf(action: ActionInfo | undefined, row: Row): Record<string, unknown> {
  if (!action?.id.endsWith('.update')) return {}
  const names = Object.keys(action.input.properties ?? {}).filter((name) => row[name] !== undefined)
  return Object.fromEntries(
    names.map((name) => [
      name,
      isMoneyValue(row[name])
        ? { text: majorText(row[name]), currency: row[name].currency }
        : row[name],
    ]),
  )
}
