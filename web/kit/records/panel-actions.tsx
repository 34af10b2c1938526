import { useState } from 'react'
import { ActionDialog, ConfirmDialog } from '../action-dialog.tsx'
import { Button } from '../button.tsx'
import { t } from '../language.ts'
import type { ActionInfo } from '../manifest.ts'
import { Menu } from '../menu.tsx'
import type { Row } from '../record.ts'
import { draftOf } from './field-editor.tsx'
import type { useSource } from './source.ts'

/** Commands whose subject is this record; `update` opens with what is there. */
export function RecordActions({
  from: { catalog, entity, named },
  row,
  onGone,
}: {
  from: ReturnType<typeof useSource>
  row: Row
  onGone: () => void
}) {
  const [open, setOpen] = useState<ActionInfo>()
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
          text={t('This concerns “{name}”.', { name: named(row) })}
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
  return Object.fromEntries(names.map((name) => [name, draftOf(row[name])]))
}
