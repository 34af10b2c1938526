import { useState } from 'react'
import {
  Button,
  ErrorState,
  Head,
  Icon,
  Link,
  Loading,
  Page,
  go,
  t,
  tn,
  useCatalog,
  useLanguage,
  type ModulePageProps,
} from '#web'
import { RoleForm } from './role-form.tsx'
import { RolePanel } from './role-panel.tsx'
import { rangeTitle, roleName, useRoles, type Role } from './rights.ts'

/** Built-in roles and one's own: what each allows, how far, and who has it. */
export function RolesPage({ page, rest }: ModulePageProps) {
  useLanguage()
  const { can } = useCatalog()
  const { data, problem, isLoading, refetch } = useRoles()
  const [creating, setCreating] = useState(false)
  const chosen = data?.items.find(({ id }) => id === rest[0])
  const groups = [
    { title: t('Built in'), roles: data?.items.filter((role) => role.built_in) ?? [] },
    { title: t('Our own'), roles: data?.items.filter((role) => !role.built_in) ?? [] },
  ]
  return (
    <Page
      side={chosen && <RolePanel key={chosen.id} role={chosen} onClose={() => go(page.path)} />}
    >
      <Head
        backTo="/admin"
        title={t('Roles')}
        sub={t('A role is a set of rights and how far they reach.')}
        primary={
          can('identity.role.create') && (
            <Button
              tone="primary"
              icon="plus"

              onClick={() => setCreating(true)}
            >
              {t('New role')}
            </Button>
          )
        }
      />
      {problem && <ErrorState problem={problem} onRetry={() => void refetch()} />}
      {isLoading && <Loading shape="table" />}
      {data && (
        <div className="body">
          <div className="column">
            {groups.map(({ title, roles }) => (
              <section key={title} className="section">
                <h2>{title}</h2>
                {roles.length === 0 ? (
                  <p className="panel muted">
                    {t(
                      'No role of your own yet. Make one when the built-in roles allow too much or too little, for example for whoever invites newcomers.',
                    )}
                  </p>
                ) : (
                  <ul className="panel rows">
                    {roles.map((role) => (
                      <li key={role.id}>
                        <RoleItem role={role} base={page.path} here={role.id === chosen?.id} />
                      </li>
                    ))}
                  </ul>
                )}
              </section>
            ))}
          </div>
        </div>
      )}
      {creating && (
        <RoleForm onDone={(id) => go(`${page.path}/${id}`)} onClose={() => setCreating(false)} />
      )}
    </Page>
  )
}

function RoleItem({ role, base, here }: { role: Role; base: string; here: boolean }) {
  const facts = [
    tn(role.scopes.length, '{n} right', '{n} rights'),
    ...(role.built_in ? [] : [rangeTitle(role.range)]),
  ]
  return (
    <Link to={`${base}/${role.id}`} className="row-link" aria-current={here ? 'true' : undefined}>
      <Icon name={role.built_in ? 'lock' : 'star'} />
      <span className="person-words grow">
        <span className="name">{roleName(role)}</span>
        <small>{role.description ? t(role.description) : facts.join(' · ')}</small>
      </span>
      <small className="not-phone">{facts.join(' · ')}</small>
      <span className="tag">
        {role.id === 'member' ? t('Everybody') : t('granted {n}×', { n: role.granted })}
      </span>
      <Icon name="right" size={16} />
    </Link>
  )
}
