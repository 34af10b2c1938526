import { useState } from 'react'
import { ConfirmDialog } from '../action-dialog.tsx'
import { Button } from '../button.tsx'
import { Dialog } from '../dialog.tsx'
import { Check, TextField } from '../field.tsx'
import { t } from '../language.ts'
import { useCatalog } from '../manifest.ts'
import { Menu, type MenuItem } from '../menu.tsx'
import { useAction, useCommand, type Paged } from '../query.ts'
import type { Row } from '../record.ts'
import { ErrorLine } from '../state.tsx'
import { Icon } from '../icon.tsx'
import type { TableView } from '../table-columns.ts'
import type { Filter } from './filter.ts'

/** What a saved view holds: everything but the records. */
export interface Setting extends Partial<TableView> {
  kind?: string
  filter?: Filter
}
interface Saved extends Row {
  name: string
  owner: string
  shared: boolean
  setting: Setting
}
const LIST = 'directory.view.list'

/** One's own views of a page and those for everyone; chosen, saved, renamed by saving anew, deleted. */
export function SavedViews({
  page,
  now,
  onChoose,
}: {
  page: string
  now: () => Setting
  onChoose: (setting: Setting) => void
}) {
  const catalog = useCatalog()
  const can = catalog.can('directory.view.create')
  const [chosen, setChosen] = useState<string>()
  const [saving, setSaving] = useState(false)
  const [deleting, setDeleting] = useState<Saved>()
  const { data } = useAction<Paged<Saved>>(
    LIST,
    { where: { page }, sort: ['name'], limit: 100 },
    { enabled: can },
  )
  const update = useCommand('directory.view.update')
  if (!can) return null
  const views = data?.items ?? []
  const current = views.find((one) => one.id === chosen)
  const mine = current?.owner === catalog.actor.id
  const items: MenuItem[] = [
    ...views.map((one) => ({
      label: one.shared ? t('{name} (for everyone)', { name: one.name }) : one.name,
      checked: one.id === chosen,
      run: () => {
        setChosen(one.id)
        onChoose(one.setting)
      },
    })),
    ...(current && mine
      ? [
          {
            label: t('Keep the changes in “{name}”', { name: current.name }),
            icon: 'check',
            run: () => update.mutate({ view: current.id, setting: now() }),
          },
          {
            label: t('Delete “{name}”', { name: current.name }),
            icon: 'trash',
            danger: true,
            run: () => setDeleting(current),
          },
        ]
      : []),
    { label: t('Save as a view'), icon: 'plus', run: () => setSaving(true) },
  ]
  return (
    <>
      <Menu
        items={items}
        label={t('Saved views')}
        className="button quiet small"
        trigger={
          <>
            <Icon name="eye" size={16} />
            <span className="not-phone">{current?.name ?? t('Views')}</span>
          </>
        }
      />
      {saving && (
        <SaveDialog page={page} now={now} onSaved={setChosen} onClose={() => setSaving(false)} />
      )}
      {deleting && (
        <ConfirmDialog
          title={t('Delete “{name}”', { name: deleting.name })}
          text={
            deleting.shared
              ? t('Nobody can choose this view any more. Records stay as they are.')
              : t('Records stay as they are.')
          }
          verb={t('Delete')}
          action="directory.view.delete"
          input={{ view: deleting.id }}
          onDone={() => setChosen(undefined)}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </>
  )
}

function SaveDialog({
  page,
  now,
  onSaved,
  onClose,
}: {
  page: string
  now: () => Setting
  onSaved: (id: string) => void
  onClose: () => void
}) {
  const catalog = useCatalog()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const create = useCommand<Saved>('directory.view.create', {
    onDone: (saved) => {
      onSaved(saved.id)
      onClose()
    },
  })
  return (
    <Dialog title={t('Save as a view')} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim())
            create.mutate({
              page,
              name: name.trim(),
              owner: catalog.actor.id,
              shared,
              setting: now(),
            })
        }}
      >
        <TextField label={t('Name')} value={name} onChange={setName} maxLength={60} required />
        <Check
          label={t('For everyone')}
          help={t(
            'Everyone who sees this page can choose it; each still sees only what is his to see.',
          )}
          checked={shared}
          onChange={setShared}
        />
        <ErrorLine problem={create.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={create.isPending}>
            {t('Save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
