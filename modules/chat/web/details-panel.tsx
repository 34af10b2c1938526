import { useState } from 'react'
import {
  ActionDialog,
  Button,
  Check,
  ConfirmDialog,
  Icon,
  Menu,
  PersonName,
  SidePanel,
  call,
  go,
  refreshActions,
  say,
  t,
  told,
  useCatalog,
  useSignal,
  type MenuItem,
} from '#web'
import { TalkAvatar } from './talk-list.tsx'
import type { Room } from './room-store.ts'
import { changeTalk } from './talks.ts'
import { nameOf, type Conversation, type Member } from './types.ts'

type Open = 'rename' | 'notice' | 'add' | 'leave' | 'rules'

export function DetailsPanel({
  talk,
  room,
  onClose,
}: {
  talk: Conversation
  room: Room
  onClose: () => void
}) {
  const { members, things } = useSignal(room.state)
  const [open, setOpen] = useState<Open>()
  const group = talk.kind === 'group'
  const steers = group && talk.role !== 'member'
  const mayAdd = group && (steers || talk.may_add === 'all')
  const set = async (action: string, input: object, optimistic: Partial<Conversation>) => {
    const before = talk
    changeTalk(talk.id, (one) => ({ ...one, ...optimistic }))
    const answer = await call(action, { conversation: talk.id, ...input })
    if (!answer.ok) changeTalk(talk.id, () => before)
  }
  const dialog = (action: string, preset: Record<string, unknown> = {}) => (
    <ActionDialog
      action={action}
      preset={{ conversation: talk.id, ...preset }}
      hidden={['conversation']}
      onClose={() => setOpen(undefined)}
    />
  )
  return (
    <SidePanel title={t('Details')} onClose={onClose}>
      <div className="stack">
        <div className="details-head">
          <TalkAvatar talk={talk} size={56} />
          <strong>{nameOf(talk)}</strong>
          {group && <span className="muted">{t('{n} members', { n: talk.members })}</span>}
        </div>
        {talk.notice && (
          <div className="panel">
            <span className="muted row">
              <Icon name="info" size={16} />
              {t('Notice')}
            </span>
            <p className="card-text">{talk.notice}</p>
          </div>
        )}
        <div className="stack">
          <Check
            label={t('Mute')}
            help={t('Mentions still count.')}
            checked={talk.muted}
            onChange={(muted) => void set('chat.conversation.mute', { muted }, { muted })}
          />
          <Check
            label={t('Keep on top')}
            checked={Boolean(talk.top_at)}
            onChange={(top) =>
              void set(
                'chat.conversation.pin',
                { top },
                { top_at: top ? new Date().toISOString() : '' },
              )
            }
          />
        </div>
        {group && (
          <div className="row wrap">
            {mayAdd && (
              <Button small icon="plus" onClick={() => setOpen('add')}>
                {t('Add people')}
              </Button>
            )}
            {steers && (
              <Button small icon="edit" onClick={() => setOpen('rename')}>
                {t('Rename')}
              </Button>
            )}
            {steers && (
              <Button small icon="info" onClick={() => setOpen('notice')}>
                {t('Notice')}
              </Button>
            )}
            {steers && (
              <Button small icon="settings" onClick={() => setOpen('rules')}>
                {t('Rules')}
              </Button>
            )}
          </div>
        )}
        <section aria-label={t('Members')}>
          <h3>{t('Members')}</h3>
          <ul className="people-list">
            {members.map((one) => (
              <MemberLine key={one.person} member={one} talk={talk} />
            ))}
          </ul>
        </section>
        {things.length > 0 && (
          <section aria-label={t('Devices and apps')}>
            <h3>{t('Devices and apps')}</h3>
            <ul className="people-list">
              {things.map(({ thing, kind, name }) => (
                <li key={thing} className="row">
                  <Icon name={kind === 'device' ? 'hdd' : 'appstore'} size={22} />
                  <span className="grow">{name}</span>
                  <span className="tag">{kind === 'device' ? t('Device') : t('App')}</span>
                </li>
              ))}
            </ul>
            <p className="muted">{t('They may post here and read nothing.')}</p>
          </section>
        )}
        {group && (
          <Button tone="danger" icon="signout" onClick={() => setOpen('leave')}>
            {t('Leave the group')}
          </Button>
        )}
      </div>
      {open === 'rename' && dialog('chat.conversation.rename', { name: talk.name ?? '' })}
      {open === 'notice' && dialog('chat.conversation.notice', { notice: talk.notice ?? '' })}
      {open === 'add' && dialog('chat.conversation.add')}
      {open === 'rules' &&
        dialog('chat.conversation.configure', {
          may_mention_all: talk.may_mention_all,
          may_add: talk.may_add,
          may_pin: talk.may_pin,
          may_send: talk.may_send,
          history_hidden: talk.history_hidden,
        })}
      {open === 'leave' && (
        <ConfirmDialog
          title={t('Leave “{name}”?', { name: nameOf(talk) })}
          text={t('You receive nothing more of it. Somebody in it can add you again.')}
          verb={t('Leave the group')}
          action="chat.conversation.leave"
          input={{ conversation: talk.id }}
          refresh={[]}
          onDone={() => go('/messages', { replace: true })}
          onClose={() => setOpen(undefined)}
        />
      )}
    </SidePanel>
  )
}

function MemberLine({ member, talk }: { member: Member; talk: Conversation }) {
  const { actor } = useCatalog()
  const [removing, setRemoving] = useState(false)
  const owner = talk.role === 'owner'
  const other = member.person !== actor.id && talk.kind === 'group'
  const run = async (action: string, input: object) => {
    const answer = await call(action, { conversation: talk.id, ...input })
    if (!answer.ok) told(`${say(answer.problem)} ${t(answer.problem.fix)}`)
    refreshActions(['chat.conversation'])
  }
  const items: MenuItem[] = !other
    ? []
    : [
        ...(owner && member.role !== 'owner'
          ? [
              {
                label: member.role === 'admin' ? t('Make a member again') : t('Make admin'),
                icon: 'star',
                run: () =>
                  void run('chat.conversation.promote', {
                    person: member.person,
                    role: member.role === 'admin' ? 'member' : 'admin',
                  }),
              },
              {
                label: t('Hand the group over'),
                icon: 'swap',
                run: () => void run('chat.conversation.transfer', { person: member.person }),
              },
            ]
          : []),
        ...(owner || (talk.role === 'admin' && member.role === 'member')
          ? [
              {
                label: t('Remove from the group'),
                icon: 'close',
                danger: true,
                run: () => setRemoving(true),
              },
            ]
          : []),
      ]
  return (
    <li className="row">
      <span className="grow">
        <PersonName id={member.person} name={member.name} avatar full />
      </span>
      {member.role !== 'member' && (
        <span className="tag">{member.role === 'owner' ? t('Owner') : t('Admin')}</span>
      )}
      <Menu items={items} label={t('More about {name}', { name: member.name })} />
      {removing && (
        <ConfirmDialog
          title={t('Remove {name}?', { name: member.name })}
          text={t('{name} receives nothing more of this group.', { name: member.name })}
          verb={t('Remove from the group')}
          action="chat.conversation.remove"
          input={{ conversation: talk.id, people: [member.person] }}
          refresh={[]}
          onClose={() => setRemoving(false)}
        />
      )}
    </li>
  )
}
