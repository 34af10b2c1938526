import { useEffect, useState } from 'react'
import {
  ActionDialog,
  ConfirmDialog,
  ErrorState,
  Head,
  Link,
  Loading,
  Page,
  PersonName,
  Tag,
  Time,
  go,
  listen,
  queries,
  refreshActions,
  t,
  useAction,
  useCatalog,
  useSearch,
  type MenuItem,
} from '#web'
import { Alarms } from './alarms.tsx'
import { CodeDialog } from './code-dialog.tsx'
import { Commands } from './commands.tsx'
import { Measures } from './measures.tsx'
import type { Device, Kind } from './types.ts'
import { standingOf } from './words.ts'

type Open = 'change' | 'code' | 'revoke' | 'retire'

/** One device: how it is, what it measured, its alarms, what it was told, and where it stands. */
export function DevicePage({ path, id }: { path: string; id: string }) {
  const catalog = useCatalog()
  const fresh = new URLSearchParams(useSearch()).has('code')
  const [open, setOpen] = useState<Open | undefined>(fresh ? 'code' : undefined)
  const input = { device: id }
  const { data: device, problem, refetch } = useAction<Device>('devices.device.get', input)
  const kind = useAction<Kind>('devices.kind.get', device && { kind: device.kind }).data
  useFollowing(id)
  if (problem)
    return (
      <Page>
        <Head title={t('Device')} backTo={path} />
        <ErrorState problem={problem} onRetry={() => void refetch()} />
      </Page>
    )
  if (!device || !kind)
    return (
      <Page>
        <Head title={t('Device')} backTo={path} />
        <Loading rows={8} />
      </Page>
    )
  const manages = catalog.can('devices.device.update') && device.status !== 'retired'
  const menu: MenuItem[] = manages
    ? [
        { label: t('Change'), icon: 'edit', run: () => setOpen('change') },
        { label: t('Show the code'), icon: 'key', run: () => setOpen('code') },
        ...(device.status === 'active'
          ? [{ label: t('Revoke'), icon: 'lock', danger: true, run: () => setOpen('revoke') }]
          : []),
        {
          label: t('Take out of use'),
          icon: 'trash',
          danger: true,
          run: () => setOpen('retire'),
        },
      ]
    : []
  const { text, tone } = standingOf(device)
  const shut = () => {
    setOpen(undefined)
    if (fresh) go(`${path}/${id}`, { replace: true })
  }
  return (
    <Page>
      <Head
        title={device.name}
        sub={[kind.name, device.place].filter(Boolean).join(' · ')}
        backTo={path}
        menu={menu}
        primary={<Tag text={text} tone={tone} />}
      />
      <div className="body device">
        <Measures device={device} kind={kind} />
        <div className="device-columns">
          <Alarms device={device} kind={kind} />
          <Commands device={device} kind={kind} />
        </div>
        <Facts device={device} />
      </div>
      {open === 'change' && (
        <ActionDialog
          action="devices.device.update"
          preset={{
            device: id,
            name: device.name,
            model: device.model,
            serial_no: device.serial_no,
            place: device.place,
            keeper: device.keeper,
            conversation: device.conversation,
          }}
          hidden={['device']}
          onClose={shut}
        />
      )}
      {open === 'code' && <CodeDialog device={device} onClose={shut} />}
      {(open === 'revoke' || open === 'retire') && (
        <ConfirmDialog
          title={
            open === 'revoke'
              ? t('Revoke “{name}”?', { name: device.name })
              : t('Take “{name}” out of use?', { name: device.name })
          }
          text={
            open === 'revoke'
              ? t('It can report nothing from now on. A new code lets it come back.')
              : t('For good: it leaves its groups, and its alarms are cleared. Its history stays.')
          }
          verb={open === 'revoke' ? t('Revoke') : t('Take out of use')}
          action={`devices.device.${open}`}
          input={{ device: id }}
          refresh={['devices.']}
          onClose={shut}
        />
      )}
    </Page>
  )
}

/** Values are drawn as they come; whatever else happens is fetched. */
function useFollowing(id: string) {
  useEffect(
    () =>
      listen(`devices.device:${id}`, {
        onEvent(event) {
          if (event.e !== 'devices.device.reported') return refreshActions(['devices.'])
          queries.setQueryData<Device>(['devices.device.get', { device: id }], (before) =>
            before
              ? {
                  ...before,
                  latest: event.d.latest as NonNullable<Device['latest']>,
                  seen_at: String(event.d.at),
                  online: true,
                }
              : before,
          )
        },
      }),
    [id],
  )
}

function Facts({ device }: { device: Device }) {
  const groups = useAction<{ groups: string[] }>('devices.device.watch', { device: device.id }).data
  return (
    <section className="panel" aria-label={t('About it')}>
      <h2>{t('About it')}</h2>
      <dl className="device-facts">
        <div>
          <dt>{t('Keeper')}</dt>
          <dd>{device.keeper ? <PersonName id={device.keeper} avatar /> : t('Nobody')}</dd>
        </div>
        <div>
          <dt>{t('Groups')}</dt>
          <dd>
            {groups?.groups.length
              ? groups.groups.map((group) => <GroupLink key={group} id={group} />)
              : t('None')}
          </dd>
        </div>
        {device.serial_no && (
          <div>
            <dt>{t('Serial number')}</dt>
            <dd>{device.serial_no}</dd>
          </div>
        )}
        {device.seen_at && (
          <div>
            <dt>{t('Last seen')}</dt>
            <dd>
              <Time at={device.seen_at} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t('Samples')}</dt>
          <dd>
            {t('{n} received', { n: device.next_seq - 1 - device.missing })}
            {device.missing > 0 && `, ${t('{n} never came', { n: device.missing })}`}
          </dd>
        </div>
      </dl>
    </section>
  )
}

/** Named for who is in it; others only learn that there is one. */
function GroupLink({ id }: { id: string }) {
  const { data } = useAction<{ conversation: { name?: string } }>('chat.conversation.get', {
    conversation: id,
  })
  return data ? (
    <Link to={`/messages/${id}`}>{data.conversation.name ?? t('Group')}</Link>
  ) : (
    <span>{t('A group that you are not in')}</span>
  )
}
