import { useState } from 'react'
import {
  Button,
  ConfirmDialog,
  ErrorLine,
  Icon,
  IconButton,
  Menu,
  PersonName,
  SidePanel,
  t,
  useAction,
  useCatalog,
  useCommand,
  useLabel,
  useRecord,
  type Paged,
  type Row,
} from '#web'
import { GrantDialog } from './grant-dialog.tsx'
import { RoleForm } from './role-form.tsx'
import { byModule, rangeTitle, rightTitle, roleName, useRights, type Role } from './rights.ts'

interface Grant extends Row {
  role: string
  kind: 'person' | 'department' | 'post' | 'group'
  holder: string
}
const GRANTS = 200
type Doing = 'grant' | 'edit' | 'delete'

export function RolePanel({ role, onClose }: { role: Role; onClose: () => void }) {
  const { can } = useCatalog()
  const [doing, setDoing] = useState<Doing>()
  const shut = () => setDoing(undefined)
  const name = roleName(role)
  const own = !role.built_in
  return (
    <SidePanel
      title={name}
      onClose={onClose}
      foot={
        role.id !== 'member' &&
        can('identity.grant.create') && (
          <div className="row end">
            {own && (
              <Menu
                label={t('More about {name}', { name })}
                items={[
                  { label: t('Edit'), icon: 'edit', run: () => setDoing('edit') },
                  {
                    label: t('Delete the role'),
                    icon: 'trash',
                    danger: true,
                    run: () => setDoing('delete'),
                  },
                ]}
              />
            )}
            <Button tone="primary" icon="plus" onClick={() => setDoing('grant')}>
              {t('Grant')}
            </Button>
          </div>
        )
      }
    >
      <div className="stack">
        {role.description && <p className="muted">{t(role.description)}</p>}
        {own && (
          <p>
            <span className="tag accent">{rangeTitle(role.range)}</span>
          </p>
        )}
        {role.id !== 'member' && <Grants role={role} />}
        <Rights role={role} />
      </div>
      {doing === 'grant' && <GrantDialog role={role} onClose={shut} />}
      {doing === 'edit' && <RoleForm role={role} onClose={shut} />}
      {doing === 'delete' && (
        <ConfirmDialog
          title={t('Delete {name}', { name })}
          text={t('Whoever has this role loses at once what it allowed. It is granted {n} times.', {
            n: role.granted,
          })}
          verb={t('Delete the role')}
          action="identity.role.delete"
          input={{ role: role.id }}
          refresh={['identity.role', 'identity.grant']}
          onDone={onClose}
          onClose={shut}
        />
      )}
    </SidePanel>
  )
}

function Grants({ role }: { role: Role }) {
  const { can } = useCatalog()
  const { data } = useAction<Paged<Grant>>('identity.grant.list', {
    where: { role: role.id },
    limit: GRANTS,
  })
  const withdraw = useCommand('identity.grant.delete', {
    refresh: ['identity.grant', 'identity.role'],
  })
  return (
    <section className="section" aria-label={t('Who has it')}>
      <h3>{t('Who has it')}</h3>
      {data?.items.length === 0 && <p className="muted">{t('Nobody yet.')}</p>}
      <ul className="grants">
        {data?.items.map((grant) => (
          <li key={grant.id}>
            <Holder grant={grant} />
            {can('identity.grant.delete') && (
              <IconButton
                icon="close"
                size={16}
                label={t('Withdraw')}
                disabled={withdraw.isPending}
                onClick={() => withdraw.mutate({ grant: grant.id })}
              />
            )}
          </li>
        ))}
      </ul>
      <ErrorLine problem={withdraw.problem} />
    </section>
  )
}

const ICONS = { department: 'department', post: 'key', group: 'people' } as const

function Holder({ grant }: { grant: Grant }) {
  if (grant.kind === 'person')
    return (
      <span className="grow">
        <PersonName id={grant.holder} avatar full />
      </span>
    )
  return (
    <span className="row grow">
      <Icon name={ICONS[grant.kind]} size={18} />
      <Named kind={grant.kind} id={grant.holder} />
    </span>
  )
}

function Named({ kind, id }: { kind: string; id: string }) {
  const { data } = useRecord(`directory.${kind}`, id)
  const label = useLabel(`directory.${kind}`)
  return <>{data ? label(data) : '…'}</>
}

function Rights({ role }: { role: Role }) {
  const catalog = useCatalog()
  const rights = useRights().data?.items.filter(({ id }) => role.scopes.includes(id)) ?? []
  return (
    <section className="section" aria-label={t('Rights')}>
      <h3>{t('Rights')}</h3>
      {byModule(catalog, rights).map(({ module, title, rights: own }) => (
        <div key={module} className="right-group">
          <h4>{title}</h4>
          <ul>
            {own.map((right) => (
              <li key={right.id}>
                <Icon name="check" size={14} />
                {rightTitle(catalog, right)}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
