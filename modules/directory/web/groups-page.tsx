import { useState } from 'react'
import {
  ActionDialog,
  Button,
  ConfirmDialog,
  Dialog,
  Empty,
  ErrorLine,
  ErrorState,
  Field,
  Head,
  Icon,
  IconButton,
  Link,
  Loading,
  Menu,
  Page,
  PersonName,
  PersonPicker,
  SidePanel,
  go,
  t,
  useAction,
  useCatalog,
  useCommand,
  useLanguage,
  usePaged,
  type ModulePageProps,
  type Paged,
  type Row,
} from '#web'
import { AFTER_CHANGE } from './departments.ts'

interface Group extends Row {
  name: string
  description?: string
}
const PAGE = 100

/** Groups that get rights together: who is in them is what matters. */
export function GroupsPage({ page, rest }: ModulePageProps) {
  useLanguage()
  const { can, title } = useCatalog()
  const [creating, setCreating] = useState(false)
  const list = usePaged<Group>('directory.group.list', { sort: ['name'], limit: PAGE })
  const chosen = list.items.find(({ id }) => id === rest[0])
  const create = can('directory.group.create') && (
    <Button tone="primary" icon="plus" onClick={() => setCreating(true)}>
      {t('New group')}
    </Button>
  )
  return (
    <Page
      side={chosen && <GroupPanel key={chosen.id} group={chosen} onClose={() => go(page.path)} />}
    >
      <Head
        backTo="/admin"
        title={title(page.id, page.title)}
        sub={t('People who get rights together, across departments.')}
        primary={list.items.length > 0 && create}
      />
      {list.problem && <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />}
      {list.isLoading && <Loading shape="table" />}
      {list.isSuccess && list.items.length === 0 && (
        <Empty icon="people" title={t('No group yet')} action={create}>
          {t('For example everybody who may approve travel, whichever department they work in.')}
        </Empty>
      )}
      {list.items.length > 0 && (
        <div className="body">
          <ul className="panel rows" aria-label={t('Groups')}>
            {list.items.map((one) => (
              <li key={one.id}>
                <Link
                  to={`${page.path}/${one.id}`}
                  className="import-item"
                  aria-current={one.id === chosen?.id ? 'true' : undefined}
                >
                  <Icon name="people" />
                  <span className="person-words grow">
                    <span className="name">{one.name}</span>
                    {one.description && <small>{one.description}</small>}
                  </span>
                  <Icon name="right" size={16} />
                </Link>
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
      {creating && (
        <ActionDialog
          action="directory.group.create"
          title={t('New group')}
          submit={t('Add')}
          onDone={({ id }) => go(`${page.path}/${String(id)}`)}
          onClose={() => setCreating(false)}
        />
      )}
    </Page>
  )
}

function GroupPanel({ group, onClose }: { group: Group; onClose: () => void }) {
  const { can } = useCatalog()
  const [doing, setDoing] = useState<'add' | 'edit' | 'delete'>()
  const members = useAction<Paged<Row & { person: string }>>('directory.group_member.list', {
    where: { group: group.id },
    limit: 500,
  })
  const remove = useCommand('directory.group.remove', { refresh: ['directory.group_member'] })
  const shut = () => setDoing(undefined)
  const items = members.data?.items ?? []
  return (
    <SidePanel
      title={group.name}
      onClose={onClose}
      foot={
        <div className="row end">
          <Menu
            label={t('More about {name}', { name: group.name })}
            items={[
              { label: t('Edit'), icon: 'edit', run: () => setDoing('edit') },
              {
                label: t('Delete the group'),
                icon: 'trash',
                danger: true,
                run: () => setDoing('delete'),
              },
            ]}
          />
          {can('directory.group.add') && (
            <Button tone="primary" icon="plus" onClick={() => setDoing('add')}>
              {t('Add people')}
            </Button>
          )}
        </div>
      }
    >
      {group.description && <p className="muted">{group.description}</p>}
      {members.isLoading && <Loading />}
      {members.isSuccess && items.length === 0 && (
        <Empty icon="people" title={t('Nobody is in it yet')} />
      )}
      <ul className="members" aria-label={t('Members')}>
        {items.map((one) => (
          <li key={one.id} className="row">
            <span className="grow">
              <PersonName id={one.person} full avatar />
            </span>
            {can('directory.group.remove') && (
              <IconButton
                icon="close"
                size={16}
                label={t('Remove')}
                onClick={() => remove.mutate({ group: group.id, people: [one.person] })}
              />
            )}
          </li>
        ))}
      </ul>
      <ErrorLine problem={remove.problem} />
      {doing === 'add' && (
        <AddDialog group={group} without={items.map(({ person }) => person)} onClose={shut} />
      )}
      {doing === 'edit' && (
        <ActionDialog
          action="directory.group.update"
          title={t('Edit {name}', { name: group.name })}
          submit={t('Save')}
          preset={{
            group: group.id,
            rev: group.rev,
            name: group.name,
            description: group.description,
          }}
          hidden={['group', 'rev']}
          onClose={shut}
        />
      )}
      {doing === 'delete' && (
        <ConfirmDialog
          title={t('Delete {name}', { name: group.name })}
          text={t('Its members stay colleagues and lose at once what this group allowed them.')}
          verb={t('Delete the group')}
          action="directory.group.delete"
          input={{ group: group.id }}
          refresh={AFTER_CHANGE}
          onDone={onClose}
          onClose={shut}
        />
      )}
    </SidePanel>
  )
}

function AddDialog({
  group,
  without,
  onClose,
}: {
  group: Group
  without: string[]
  onClose: () => void
}) {
  const [people, setPeople] = useState<string[]>([])
  const add = useCommand('directory.group.add', {
    refresh: ['directory.group_member'],
    onDone: onClose,
  })
  return (
    <Dialog title={t('Add people to {name}', { name: group.name })} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate({ group: group.id, people })
        }}
      >
        <Field label={t('People')} required>
          {(wires) => (
            <PersonPicker
              wires={wires}
              many
              value={people}
              onChange={setPeople}
              without={without}
            />
          )}
        </Field>
        <ErrorLine problem={add.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            submit
            tone="primary"
            disabled={people.length === 0 || add.isPending}
            busy={add.isPending}
          >
            {t('Add people')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
