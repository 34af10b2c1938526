import { useState, type ReactNode } from 'react'
import {
  Button,
  Check,
  Dialog,
  ErrorLine,
  IconButton,
  TextField,
  t,
  useCatalog,
  useCommand,
} from '#web'
import type { Kind, Metric, Offer } from './types.ts'

const KEY = '[a-z][a-z0-9_]*'

/** A kind with its metrics and commands; inputs of commands are kept as they are. */
export function KindDialog({ kind, onClose }: { kind?: Kind; onClose: () => void }) {
  const catalog = useCatalog()
  const [name, setName] = useState(kind?.name ?? '')
  const [maker, setMaker] = useState(kind?.maker ?? '')
  const [model, setModel] = useState(kind?.model ?? '')
  const [offline, setOffline] = useState(String(kind?.offline_after_s ?? 120))
  const [keep, setKeep] = useState(String(kind?.keep_days ?? 365))
  const [metrics, setMetrics] = useState<Metric[]>(kind?.metrics ?? [{ key: '', title: '' }])
  const [commands, setCommands] = useState<Offer[]>(kind?.commands ?? [])
  const action = kind ? 'devices.kind.update' : 'devices.kind.create'
  const save = useCommand(action, { refresh: ['devices.'], onDone: onClose })
  const words = (field: string) =>
    catalog.title(
      `devices.kind.${field}`,
      catalog.entity('devices.kind')?.fields[field]?.title ?? field,
    )
  const send = () =>
    save.mutate({
      ...(kind ? { kind: kind.id } : {}),
      name,
      ...(maker ? { maker } : {}),
      ...(model ? { model } : {}),
      offline_after_s: Number(offline),
      keep_days: Number(keep),
      metrics: metrics.filter(({ key }) => key),
      commands: commands.filter(({ key }) => key),
    })
  return (
    <Dialog title={kind ? kind.name : catalog.title(action)} onClose={onClose} wide>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <TextField label={words('name')} value={name} onChange={setName} required maxLength={100} />
        <div className="device-pair">
          <TextField label={words('maker')} value={maker} onChange={setMaker} maxLength={100} />
          <TextField label={words('model')} value={model} onChange={setModel} maxLength={100} />
        </div>
        <Rows
          legend={words('metrics')}
          add={t('Add a metric')}
          rows={metrics}
          onAdd={() => setMetrics([...metrics, { key: '', title: '' }])}
          onRemove={(at) => setMetrics(metrics.filter((_, n) => n !== at))}
          draw={(metric, at) => {
            const set = (change: Partial<Metric>) =>
              setMetrics(metrics.map((one, n) => (n === at ? { ...one, ...change } : one)))
            return (
              <>
                <Keyed row={metric} onChange={set} />
                <TextField
                  label={t('Unit')}
                  value={metric.unit ?? ''}
                  maxLength={20}
                  onChange={(unit) => set({ unit })}
                />
              </>
            )
          }}
        />
        <Rows
          legend={words('commands')}
          add={t('Add a command')}
          rows={commands}
          onAdd={() => setCommands([...commands, { key: '', title: '' }])}
          onRemove={(at) => setCommands(commands.filter((_, n) => n !== at))}
          draw={(offer, at) => {
            const set = (change: Partial<Offer>) =>
              setCommands(commands.map((one, n) => (n === at ? { ...one, ...change } : one)))
            return (
              <>
                <Keyed row={offer} onChange={set} />
                <Check
                  label={t('Dangerous')}
                  checked={offer.danger ?? false}
                  onChange={(danger) => set({ danger })}
                />
              </>
            )
          }}
        />
        <div className="device-pair">
          <TextField
            label={words('offline_after_s')}
            type="number"
            min={5}
            value={offline}
            onChange={setOffline}
          />
          <TextField
            label={words('keep_days')}
            type="number"
            min={1}
            value={keep}
            onChange={setKeep}
          />
        </div>
        <ErrorLine problem={save.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={save.isPending} disabled={!name.trim()}>
            {t('Save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Keyed({
  row,
  onChange,
}: {
  row: { key: string; title: string }
  onChange: (change: { key?: string; title?: string }) => void
}) {
  return (
    <>
      <TextField
        label={t('Key')}
        value={row.key}
        pattern={KEY}
        maxLength={40}
        title={t('Small letters, digits and underlines')}
        onChange={(key) => onChange({ key })}
      />
      <TextField
        label={t('Title')}
        value={row.title}
        required={row.key !== ''}
        maxLength={100}
        onChange={(title) => onChange({ title })}
      />
    </>
  )
}

function Rows<R>({
  legend,
  add,
  rows,
  draw,
  onAdd,
  onRemove,
}: {
  legend: string
  add: string
  rows: readonly R[]
  draw: (row: R, at: number) => ReactNode
  onAdd: () => void
  onRemove: (at: number) => void
}) {
  return (
    <fieldset className="nested">
      <legend>{legend}</legend>
      {rows.map((row, at) => (
        <div key={at} className="device-row">
          {draw(row, at)}
          <IconButton icon="trash" label={t('Remove')} onClick={() => onRemove(at)} />
        </div>
      ))}
      <Button small icon="plus" onClick={onAdd}>
        {add}
      </Button>
    </fieldset>
  )
}
