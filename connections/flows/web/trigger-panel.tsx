import { useMemo } from 'react'
import { CopyLine } from './copy-line.tsx'
import { SelectField, SidePanel, TextField, t, useCatalog, type Catalog } from '#web'
import { faultAt, FormContext, type FormContextValue } from './form-context.ts'
import {
  FIRST,
  OTHERS,
  TRIGGERS,
  TRIGGER_KINDS,
  useEvents,
  type EventInfo,
} from './trigger-data.ts'
import type { Definition, Fault, FlowRow, Trigger } from './types.ts'
import { isPolled, PollField } from './poll-field.tsx'
import { Fields, ValueField } from './value-field.tsx'
import { cronWords } from './words.ts'

/** What begins the flow, what it is called, and in which order its runs go. */
export function TriggerPanel({
  definition,
  faults,
  scope,
  flow,
  readOnly,
  onChange,
  onClose,
}: {
  definition: Definition
  faults: readonly Fault[]
  scope: Readonly<Record<string, unknown>> | undefined
  flow: FlowRow
  readOnly: boolean
  onChange: (next: Definition) => void
  onClose: () => void
}) {
  const catalog = useCatalog()
  const { trigger } = definition
  const events = useEvents(trigger.kind === 'event')
  const context = useMemo(
    (): FormContextValue => ({
      scope,
      zone: definition.zone,
      faults,
      readOnly,
      fixed: true,
      aim: () => undefined,
    }),
    [scope, definition.zone, faults, readOnly],
  )
  const set = (next: Partial<Trigger>) =>
    onChange({ ...definition, trigger: { ...trigger, ...next } as Trigger })
  const { kind, ...own } = trigger
  const polled = trigger.kind === 'poll' && isPolled(catalog.action(trigger.action))
  const forbidden = OTHERS.includes(kind) && !holds(catalog, 'flows.admin')
  const chosen =
    'event' in trigger ? trigger.event : 'entity' in trigger ? trigger.entity : undefined
  return (
    <SidePanel title={t('Trigger')} onClose={onClose}>
      <FormContext value={context}>
        <fieldset className="form flow-form flow-plainset" disabled={readOnly}>
          <TextField
            label={t('Name of the flow')}
            value={definition.title}
            required
            maxLength={200}
            onChange={(title) => onChange({ ...definition, title })}
          />
          <ValueField
            schema={{ type: 'string', 'x-long': true }}
            name="description"
            label={t('What it is for')}
            path="/description"
            value={definition.description}
            onChange={(next) => {
              const { description: _before, ...rest } = definition
              onChange(typeof next === 'string' ? { ...rest, description: next } : rest)
            }}
          />
          <SelectField
            label={t('What begins it')}
            value={kind}
            error={faultAt(faults, '/trigger')}
            onChange={(next) =>
              onChange({ ...definition, trigger: FIRST[next as Trigger['kind']] })
            }
            options={TRIGGER_KINDS.map((each) => ({ value: each, label: kindWords(each) }))}
          />
          {forbidden && (
            <p className="flow-note danger">
              {t('Only administrators of flows may publish a flow that begins by what others do.')}
            </p>
          )}
          {kind === 'event' && (
            <EventField value={chosen ?? ''} events={events} onChange={(event) => set({ event })} />
          )}
          {kind === 'record' && (
            <SelectField
              label={t('Records of')}
              value={chosen ?? ''}
              empty={t('Choose')}
              onChange={(entity) => set({ entity })}
              options={entitiesOf(catalog)}
            />
          )}
          {trigger.kind === 'poll' && (
            <PollField
              value={trigger}
              onChange={(next) => onChange({ ...definition, trigger: next })}
            />
          )}
          <Fields
            key={kind}
            schema={TRIGGERS[kind]}
            path="/trigger"
            value={own as Record<string, unknown>}
            without={polled ? ['action', 'input', 'items', 'key', 'cursor'] : []}
            labelOf={(name, schema) => t(schema.title ?? name)}
            optionOf={(_name, value) => optionWords(value)}
            onChange={(next) => onChange({ ...definition, trigger: { kind, ...next } as Trigger })}
          />
          {trigger.kind === 'schedule' && (
            <p className="muted">{cronWords(trigger.cron, trigger.workdays === true)}</p>
          )}
          {kind === 'webhook' && <Hook flow={flow} />}
          <details className="flow-more">
            <summary>{t('Order of runs, time zone, limits')}</summary>
            <div className="form">
              <OrderFields definition={definition} onChange={onChange} />
            </div>
          </details>
        </fieldset>
      </FormContext>
    </SidePanel>
  )
}

function Hook({ flow }: { flow: FlowRow }) {
  if (!flow.hook)
    return <p className="muted">{t('Its address is made when the flow is published.')}</p>
  return <CopyLine label={t('Its address (POST)')} text={`${location.origin}/hooks/${flow.hook}`} />
}

function EventField({
  value,
  events,
  onChange,
}: {
  value: string
  events: readonly EventInfo[]
  onChange: (event: string) => void
}) {
  const catalog = useCatalog()
  const groups = Map.groupBy(events, ({ module }) => module)
  const known = events.some(({ id }) => id === value)
  return (
    <div className="field">
      <label htmlFor="flow-event">{t('Event')}</label>
      <select
        id="flow-event"
        className="input select"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{t('Choose')}</option>
        {value && !known && <option value={value}>{value}</option>}
        {[...groups].map(([module, all]) => (
          <optgroup key={module} label={catalog.title(module, all[0]!.module_title)}>
            {all.map(({ id, title }) => (
              <option key={id} value={id}>
                {catalog.title(id, title)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  )
}

function OrderFields({
  definition,
  onChange,
}: {
  definition: Definition
  onChange: (next: Definition) => void
}) {
  const order = definition.order ?? { kind: 'parallel' as const }
  const put = (next: Record<string, unknown>) => {
    const { order: _before, ...rest } = definition
    onChange(next['kind'] === 'parallel' ? rest : ({ ...rest, order: next } as Definition))
  }
  return (
    <>
      <SelectField
        label={t('When several begin')}
        value={order.kind}
        onChange={(kind) => put(ORDER_FIRST[kind]!)}
        options={Object.keys(ORDER_FIRST).map((kind) => ({ value: kind, label: orderWords(kind) }))}
      />
      {order.kind !== 'parallel' && (
        <Fields
          key={order.kind}
          schema={ORDERS[order.kind]}
          path="/order"
          value={order as unknown as Record<string, unknown>}
          labelOf={(name, schema) => t(schema.title ?? name)}
          onChange={(next) => put({ ...next, kind: order.kind })}
        />
      )}
      <TextField
        label={t('Time zone')}
        value={definition.zone ?? ''}
        placeholder="Asia/Shanghai"
        onChange={(zone) => {
          const { zone: _before, ...rest } = definition
          onChange(zone ? { ...rest, zone } : rest)
        }}
      />
    </>
  )
}

const KEY = { 'x-lazy': true, title: 'Key' }
const ORDERS = {
  serial: {
    properties: {
      key: KEY,
      parkAfter: { type: 'integer', title: 'Set the key aside after so many failures', minimum: 1 },
    },
  },
  newest: { properties: { key: KEY } },
  reject: { properties: { key: KEY } },
  collect: {
    properties: {
      key: KEY,
      quietMs: { type: 'integer', title: 'Once it was quiet for (ms)', minimum: 0 },
      mostMs: { type: 'integer', title: 'At latest after (ms)', minimum: 0 },
      max: { type: 'integer', title: 'At most so many', minimum: 1 },
    },
  },
}
const ORDER_FIRST: Record<string, Record<string, unknown>> = {
  parallel: { kind: 'parallel' },
  serial: { kind: 'serial', key: '' },
  newest: { kind: 'newest', key: '' },
  reject: { kind: 'reject', key: '' },
  collect: { kind: 'collect', key: '', quietMs: 60_000, mostMs: 600_000, max: 100 },
}
const orderWords = (kind: string): string =>
  ({
    parallel: t('All at once'),
    serial: t('One after another for each key'),
    newest: t('Only the newest of each key'),
    reject: t('Refused while one of the key runs'),
    collect: t('Collected until it is quiet'),
  })[kind] ?? kind

const kindWords = (kind: Trigger['kind']): string =>
  ({
    manual: t('Somebody starts it'),
    event: t('Something happens in a module'),
    record: t('A record changes'),
    schedule: t('The clock'),
    webhook: t('A call to its address'),
    poll: t('An action gives something new'),
    mention: t('A message says a word'),
    button: t('A button is pressed'),
  })[kind]

const optionWords = (value: string): string =>
  ({
    created: t('Made'),
    updated: t('Changed'),
    deleted: t('Deleted'),
    skip: t('is left out'),
    latest: t('is done once'),
    all: t('is all done'),
    accepted: t('that it has arrived'),
    result: t('what the flow answers'),
  })[value] ?? value

const entitiesOf = (catalog: Catalog) =>
  catalog.modules.flatMap((module) =>
    module.entities.map(({ id, title }) => ({
      value: id,
      label: `${catalog.title(module.id, module.title)} · ${catalog.title(id, title)}`,
    })),
  )

export function holds(catalog: Catalog, scope: string): boolean {
  const { scopes } = catalog.actor
  return Array.isArray(scopes) ? scopes.includes(scope) : scope in scopes
}
