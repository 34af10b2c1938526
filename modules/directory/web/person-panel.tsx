import { useState } from 'react'
import {
  Avatar,
  Button,
  Empty,
  ErrorLine,
  ErrorState,
  Loading,
  Menu,
  SidePanel,
  go,
  problemOf,
  t,
  told,
  useCatalog,
  useCommand,
  usePerson,
  type MenuItem,
  type Person,
} from '#web'
import type { Departments } from './departments.ts'
import { LeaveDialog, RehireDialog } from './person-doing.tsx'
import { PersonFacts } from './person-facts.tsx'
import { PersonForm } from './person-form.tsx'
import { PersonPlaces } from './person-places.tsx'
import { ProfileForm } from './profile-form.tsx'
import { useMayManage } from './reach.ts'

type Doing = 'edit' | 'leave' | 'rehire' | 'profile'

/** Everything one may know about a colleague, and what one may do. */
export function PersonPanel({
  id,
  departments,
  onClose,
}: {
  id: string
  departments: Departments | undefined
  onClose: () => void
}) {
  const { data: person, error, refetch } = usePerson(id)
  const [doing, setDoing] = useState<Doing>()
  const problem = problemOf(error)
  const shut = () => setDoing(undefined)
  return (
    <SidePanel
      title={t('Person')}
      onClose={onClose}
      foot={person && <Foot person={person} departments={departments} onDo={setDoing} />}
    >
      {problem && <ErrorState problem={problem} onRetry={() => void refetch()} />}
      {person === undefined && !problem && <Loading rows={7} />}
      {person === null && (
        <Empty icon="person" title={t('This person is not shown to you')}>
          {t('They may have left, or be visible to their department only.')}
        </Empty>
      )}
      {person && (
        <div className="person-panel">
          <div className="person-card-head">
            <Avatar name={person.name} id={person.id} file={person.avatar} size={64} />
            <div>
              <strong>{person.name}</strong>
              <span className="muted">{person.job_title ?? t('Member')}</span>
              {person.status === 'left' && <span className="tag warning">{t('Left')}</span>}
              {person.status === 'invited' && <span className="tag">{t('Invited')}</span>}
            </div>
          </div>
          <PersonFacts person={person} departments={departments} />
          <PersonPlaces person={person} departments={departments} />
        </div>
      )}
      {person && doing === 'edit' && <PersonForm person={person} onClose={shut} />}
      {person && doing === 'leave' && <LeaveDialog person={person} onClose={shut} />}
      {person && doing === 'rehire' && <RehireDialog person={person} onClose={shut} />}
      {person && doing === 'profile' && <ProfileForm person={person} onClose={shut} />}
    </SidePanel>
  )
}

function Foot({
  person,
  departments,
  onDo,
}: {
  person: Person
  departments: Departments | undefined
  onDo: (doing: Doing) => void
}) {
  const catalog = useCatalog()
  const { can, actor } = catalog
  const self = person.id === actor.id
  const here = person.status !== 'left'
  const may = useMayManage(person, departments)
  const invite = useCommand('identity.invitation.create', {
    onDone: () => told(t('Invitation sent to {email}.', { email: person.email ?? '' })),
  })
  const items: (MenuItem | false)[] = [
    may &&
      can('directory.person.update') && { label: t('Edit'), icon: 'edit', run: () => onDo('edit') },
    here &&
      !person.account &&
      Boolean(person.email) &&
      can('identity.invitation.create') && {
        label: t('Invite to sign in'),
        icon: 'mail',
        run: () => invite.mutate({ kind: 'email', emails: [person.email!] }),
      },
    here &&
      !self &&
      may &&
      can('directory.person.leave') && {
        label: t('Record leaving'),
        icon: 'signout',
        danger: true,
        run: () => onDo('leave'),
      },
    !here &&
      can('audit.person.erase') && {
        label: t('Erase for good'),
        icon: 'trash',
        danger: true,
        run: () => go(`/admin/log?erase=${person.id}`),
      },
  ]
  return (
    <>
      <ErrorLine problem={invite.problem} />
      <div className="row end">
        <Menu
          items={items.filter((item) => item !== false)}
          label={t('More about {name}', { name: person.name })}
        />
        {self && can('directory.profile.update') && (
          <Button icon="edit" onClick={() => onDo('profile')}>
            {t('My profile')}
          </Button>
        )}
        {!here && may && can('directory.person.rehire') && (
          <Button tone="primary" onClick={() => onDo('rehire')}>
            {t('Take back')}
          </Button>
        )}
        {here && !self && can('chat.conversation.create') && (
          <Button tone="primary" icon="message" onClick={() => go(`/messages/with/${person.id}`)}>
            {t('Message')}
          </Button>
        )}
      </div>
    </>
  )
}
