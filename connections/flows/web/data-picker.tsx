import { useMemo, useState } from 'react'
import { Icon, t, useCatalog, type Catalog, type Schema } from '#web'
import { earlier, findStep } from './tree.ts'
import type { Definition, Kinds } from './types.ts'
import { shortValue } from './worth.ts'
import { stepTitle } from './words.ts'

/** Fields shown of one object; what is deeper is opened. */
const FIELDS_MAX = 60

interface Source {
  path: string
  title: string
  value: unknown
  schema: Schema | undefined
}

/** All that a step may use: what began the flow and what came before, with the values they last had. */
export function DataPicker({
  flow,
  kinds,
  step,
  scope,
  triggerSchema,
  onPick,
}: {
  flow: Definition
  kinds: Kinds
  step: string | undefined
  scope: Readonly<Record<string, unknown>> | undefined
  triggerSchema: Schema | undefined
  onPick: (path: string) => void
}) {
  const catalog = useCatalog()
  const sources = useMemo(
    () => sourcesOf(flow, kinds, step, scope ?? {}, triggerSchema, catalog),
    [flow, kinds, step, scope, triggerSchema, catalog],
  )
  return (
    <div className="flow-picker">
      <p className="muted">{t('Put the cursor into a field, then choose what to put there.')}</p>
      <ul>
        {sources.map((source) => (
          <Branch key={source.path} {...source} open={sources.length < 3} onPick={onPick} />
        ))}
      </ul>
    </div>
  )
}

function sourcesOf(
  flow: Definition,
  kinds: Kinds,
  step: string | undefined,
  scope: Readonly<Record<string, unknown>>,
  triggerSchema: Schema | undefined,
  catalog: Catalog,
): Source[] {
  const outputs = (scope['steps'] ?? {}) as Record<string, unknown>
  const before = earlier(flow, kinds, step)
  const here = before.length > 0 || step !== undefined
  const around = here ? surroundings(flow, kinds, step) : []
  return [
    { path: 'trigger', title: t('Trigger'), value: scope['trigger'], schema: triggerSchema },
    ...around,
    ...before.map(({ step: one }): Source => ({
      path: `steps.${one.id}`,
      title: stepTitle(one, kinds.get(one.kind), catalog),
      value: one.pinned ?? outputs[one.id],
      schema: typeof one['action'] === 'string' ? catalog.action(one['action'])?.output : undefined,
    })),
    ...Object.keys(flow.variables ?? {}).map((name) => ({
      path: `vars.${name}`,
      title: t('Variable {name}', { name }),
      value: flow.variables![name],
      schema: undefined,
    })),
    { path: 'run.id', title: t('The run’s id'), value: undefined, schema: undefined },
    { path: 'now()', title: t('When the run began'), value: undefined, schema: undefined },
  ]
}

function surroundings(flow: Definition, kinds: Kinds, step: string | undefined): Source[] {
  const around = findStep(flow, kinds, step)?.around ?? []
  return around.flatMap(({ step: { kind }, lane }): Source[] => {
    if (kind === 'each')
      return [
        { path: 'item', title: t('The item of this turn'), value: undefined, schema: undefined },
        { path: 'index', title: t('The number of this turn'), value: undefined, schema: undefined },
      ]
    if (kind === 'try' && lane.at(-1) === 'catch')
      return ['message', 'class', 'step'].map((name) => ({
        path: `error.${name}`,
        title: t('What went wrong: {name}', { name: t(name) }),
        value: undefined,
        schema: undefined,
      }))
    return []
  })
}

function Branch({
  path,
  title,
  value,
  schema,
  open,
  onPick,
}: Source & { open: boolean; onPick: (path: string) => void }) {
  const [shown, setShown] = useState(open)
  const fields = fieldsOf(value, schema)
  return (
    <li>
      <div className="flow-datum">
        {fields.length > 0 ? (
          <button
            type="button"
            className="bare flow-open"
            aria-expanded={shown}
            aria-label={t('Fields of {name}', { name: title })}
            onClick={() => setShown(!shown)}
          >
            <Icon name={shown ? 'down' : 'right'} size={14} />
          </button>
        ) : (
          <span className="flow-open" />
        )}
        <button type="button" className="bare flow-pick" title={path} onClick={() => onPick(path)}>
          <span className="clip">{title}</span>
          {value !== undefined && fields.length === 0 && (
            <small className="clip">{shortValue(value)}</small>
          )}
        </button>
      </div>
      {shown && fields.length > 0 && (
        <ul>
          {fields.slice(0, FIELDS_MAX).map((field) => (
            <Branch
              key={field.name}
              path={Number.isInteger(field.at) ? `${path}[${field.at}]` : join(path, field.name)}
              title={field.title}
              value={field.value}
              schema={field.schema}
              open={false}
              onPick={onPick}
            />
          ))}
        </ul>
      )}
    </li>
  )
}

interface FieldOf {
  name: string
  title: string
  at?: number
  value: unknown
  schema: Schema | undefined
}

/** What it has, else what its schema says that it may have. */
function fieldsOf(value: unknown, schema: Schema | undefined): FieldOf[] {
  if (Array.isArray(value))
    return value.slice(0, 3).map((one: unknown, at) => ({
      name: String(at),
      at,
      title: t('No. {n}', { n: at + 1 }),
      value: one,
      schema: schema?.items,
    }))
  const had = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  const names = new Set([...Object.keys(had), ...Object.keys(schema?.properties ?? {})])
  return [...names].map((name) => ({
    name,
    title: name,
    value: had[name],
    schema: schema?.properties?.[name],
  }))
}

const join = (path: string, name: string) =>
  /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`
