import { useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Loading,
  SchemaForm,
  Tag,
  Time,
  t,
  useAction,
  useCatalog,
  useCommand,
  wordsOf,
  type Paged,
  type Schema,
} from '#web'
import { TONES, type Command, type Device, type Kind, type Offer, type Param } from './types.ts'

/** What it can be told, and what became of what it was told. */
export function Commands({ device, kind }: { device: Device; kind: Kind }) {
  const catalog = useCatalog()
  const [asking, setAsking] = useState<Offer>()
  const { data, problem } = useAction<Paged<Command>>('devices.command.list', {
    where: { device: device.id },
    sort: ['-created_at'],
    limit: 20,
  })
  const state = ({ state: of }: Command) =>
    catalog.title(`devices.command.state.${of}`, wordsOf(of))
  const { id: me, scopes } = catalog.actor
  const operates = Array.isArray(scopes)
    ? scopes.includes('devices.operate')
    : 'devices.operate' in scopes
  const may = operates || device.keeper === me
  return (
    <section className="panel" aria-label={t('Commands')}>
      <h2>{t('Commands')}</h2>
      {device.status === 'active' && may && (
        <div className="row wrap">
          {kind.commands.map((offer) => (
            <Button
              key={offer.key}
              small
              tone={offer.danger ? 'danger' : 'plain'}
              onClick={() => setAsking(offer)}
            >
              {offer.title}
            </Button>
          ))}
        </div>
      )}
      {!data && !problem && <Loading rows={3} />}
      {data?.items.length === 0 && <p className="muted">{t('It was told nothing yet.')}</p>}
      <ul className="device-list">
        {data?.items.map((command) => (
          <li key={command.id}>
            <span className="grow">
              <b>{command.title}</b>
              {command.error && <small className="field-error">{command.error}</small>}
              <small className="muted">
                <Time at={command.created_at!} />
              </small>
            </span>
            <Tag text={state(command)} tone={TONES[command.state]!} />
          </li>
        ))}
      </ul>
      <ErrorLine problem={problem} />
      {asking && <Ask device={device} offer={asking} onClose={() => setAsking(undefined)} />}
    </section>
  )
}

function Ask({ device, offer, onClose }: { device: Device; offer: Offer; onClose: () => void }) {
  const command = useCommand('devices.device.command', { refresh: ['devices.'], onDone: onClose })
  const params = offer.params ?? []
  return (
    <Dialog title={offer.title} onClose={onClose}>
      <p>{t('The command goes to “{name}” at once.', { name: device.name })}</p>
      <SchemaForm
        schema={schemaOf(params)}
        label={(name) => params.find(({ key }) => key === name)?.title ?? name}
        option={(_name, value) => value}
        problem={command.problem}
        onSubmit={(input) =>
          command.mutate({
            device: device.id,
            command: offer.key,
            ...(params.length ? { input } : {}),
          })
        }
      >
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone={offer.danger ? 'danger' : 'primary'} busy={command.isPending}>
            {offer.title}
          </Button>
        </div>
      </SchemaForm>
    </Dialog>
  )
}

/** The inputs of a command as the form knows them. */
function schemaOf(params: readonly Param[]): Schema {
  const properties = Object.fromEntries(
    params.map((param): [string, Schema] => {
      if (param.type === 'choice')
        return [param.key, { type: 'string', enum: param.choices ?? [], title: param.title }]
      const type = param.type === 'text' ? 'string' : param.type
      return [
        param.key,
        {
          type,
          title: param.title,
          ...(param.least === undefined ? {} : { minimum: param.least }),
          ...(param.most === undefined ? {} : { maximum: param.most }),
        },
      ]
    }),
  )
  const required = params.filter((param) => param.required).map(({ key }) => key)
  return { type: 'object', properties, required }
}
