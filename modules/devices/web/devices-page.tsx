import { useState } from 'react'
import {
  ActionDialog,
  Button,
  Empty,
  ErrorState,
  Head,
  Icon,
  Link,
  Loading,
  Page,
  Segmented,
  Tag,
  Time,
  go,
  t,
  useAction,
  useCatalog,
  usePaged,
  useSearch,
  type ModulePageProps,
  type Paged,
} from '#web'
import { DevicePage } from './device-page.tsx'
import { KindsPart } from './kinds.tsx'
import { RulesPart } from './rules.tsx'
import type { Device, Kind } from './types.ts'
import { readingOf, standingOf } from './words.ts'

type Part = 'devices' | 'kinds' | 'rules'

/** Devices that one sees; under one of them, itself; beside them their kinds and rules. */
export function DevicesPage(props: ModulePageProps) {
  const [first] = props.rest
  if (first && first !== 'kinds' && first !== 'rules')
    return <DevicePage key={first} path={props.page.path} id={first} />
  return <Overview {...props} part={(first ?? 'devices') as Part} />
}

function Overview({ page, part }: ModulePageProps & { part: Part }) {
  const catalog = useCatalog()
  const [form, setForm] = useState(false)
  const manages = catalog.can('devices.device.create')
  const shown = { devices: '', kinds: '/kinds', rules: '/rules' }
  return (
    <Page>
      <Head
        title={catalog.title(page.id, page.title)}
        sub={t('What they measure, what they can be told, and who is told of their alarms.')}
        backTo="/workbench"
        primary={
          manages &&
          part === 'devices' && (
            <Button tone="primary" icon="plus" onClick={() => setForm(true)}>
              {catalog.title('devices.device.create')}
            </Button>
          )
        }
      />
      <div className="tools">
        <Segmented
          label={t('Which')}
          value={part}
          onChange={(to) => go(`${page.path}${shown[to]}`)}
          options={[
            { value: 'devices', label: t('Devices') },
            { value: 'kinds', label: t('Kinds') },
            { value: 'rules', label: t('Alarm rules') },
          ]}
        />
      </div>
      {part === 'devices' && <DeviceList path={page.path} />}
      {part === 'kinds' && <KindsPart />}
      {part === 'rules' && <RulesPart />}
      {form && (
        <ActionDialog
          action="devices.device.create"
          onDone={(made) => go(`${page.path}/${String(made.id)}?code`)}
          onClose={() => setForm(false)}
        />
      )}
    </Page>
  )
}

function DeviceList({ path }: { path: string }) {
  const group = new URLSearchParams(useSearch()).get('conversation')
  const catalog = useCatalog()
  const list = usePaged<Device>('devices.device.list', {
    where: { status: { ne: 'retired' }, ...(group ? { conversation: group } : {}) },
    sort: ['name'],
    limit: 50,
  })
  const kinds = useAction<Paged<Kind>>('devices.kind.list', { limit: 200 }).data?.items
  if (list.problem) return <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
  if (list.isLoading) return <Loading rows={6} />
  if (list.items.length === 0)
    return (
      <Empty icon="device" title={group ? t('No device in this group') : t('No devices to see')}>
        {catalog.can('devices.device.create')
          ? t('Register one; it connects with the code that is shown then.')
          : t('You see devices of your groups and those that you look after.')}
      </Empty>
    )
  return (
    <div className="body">
      <ul className="devices" aria-label={t('Devices')}>
        {list.items.map((one) => (
          <li key={one.id}>
            <DeviceTile path={path} device={one} kind={kinds?.find(({ id }) => id === one.kind)} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <div className="table-more">
          <Button small busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('Load more')}
          </Button>
        </div>
      )}
    </div>
  )
}

function DeviceTile({
  path,
  device,
  kind,
}: {
  path: string
  device: Device
  kind: Kind | undefined
}) {
  const { text, tone } = standingOf(device)
  const values = (kind?.metrics ?? []).flatMap((metric) => {
    const latest = device.latest?.[metric.key]
    return latest ? [{ metric, value: latest.value }] : []
  })
  return (
    <Link to={`${path}/${device.id}`} className="device-tile">
      <span className="device-head">
        <Icon name="device" size={22} />
        <strong>{device.name}</strong>
        <Tag text={text} tone={tone} />
      </span>
      <small className="muted">
        {[kind?.name, device.place].filter(Boolean).join(' · ') || '…'}
      </small>
      {values.length > 0 && (
        <span className="device-values">
          {values.slice(0, 3).map(({ metric, value }) => (
            <span key={metric.key}>
              <small>{metric.title}</small>
              <b className="number">{readingOf(metric, value)}</b>
            </span>
          ))}
        </span>
      )}
      {device.seen_at && (
        <small className="muted">
          {t('Last seen')} <Time at={device.seen_at} />
        </small>
      )}
    </Link>
  )
}
