import type { Context, TSchema } from '#kernel'
import type { Flow, Step } from './definition.ts'
import { FLOW, ORDER_KINDS, orderSchema, RETRY, TRIGGERS } from './definition-schema.ts'
import { kinds } from './kinds.ts'
import { misfits } from './misfits.ts'
import type { Problem, Strict } from './program.ts'
import { cronOf } from './ticks.ts'

type Registry = Context['registry']

/** Everything about a flow that can be known before it runs; each fault with its place. */
export const strictly = (registry: Registry): Strict => ({
  flow: (flow) => [
    ...misfits({ ...flow, steps: [], trigger: {}, order: undefined }, FLOW, ''),
    ...triggerFaults(flow, registry),
    ...orderFaults(flow),
    ...zoneFault(flow.zone, '/zone'),
  ],
  step: (step, place) => [...stepFaults(step, place), ...callFaults(step, place, registry)],
})

function triggerFaults({ trigger }: Flow, registry: Registry): Problem[] {
  const schema = TRIGGERS[trigger.kind]
  if (!schema)
    return [
      { path: '/trigger/kind', message: `must be one of ${Object.keys(TRIGGERS).join(', ')}` },
    ]
  const faults = misfits(trigger, schema, '/trigger')
  if (faults.length) return faults
  if (trigger.kind === 'poll')
    return actionFaults(trigger.action, trigger.input, '/trigger', registry)
  if (trigger.kind !== 'schedule') return []
  try {
    cronOf(trigger)
    return zoneFault(trigger.zone, '/trigger/zone')
  } catch {
    return [
      {
        path: '/trigger/cron',
        message: 'must be five fields: minute, hour, day, month, weekday; and a zone that there is',
      },
    ]
  }
}

function orderFaults({ order }: Flow): Problem[] {
  if (order === undefined) return []
  const schema = orderSchema(order?.kind)
  return schema
    ? misfits(order, schema, '/order')
    : [{ path: '/order/kind', message: `must be one of ${ORDER_KINDS.join(', ')}` }]
}

function zoneFault(zone: string | undefined, path: string): Problem[] {
  try {
    if (zone !== undefined) new Intl.DateTimeFormat('en', { timeZone: zone })
    return []
  } catch {
    return [{ path, message: 'is no zone; Asia/Shanghai is one' }]
  }
}

/** Fields that hold steps or are kept as written are looked at where they are read. */
function stepFaults(step: Step, place: string): Problem[] {
  const kind = kinds.get(step.kind)
  if (!kind) return []
  const { properties } = kind.schema as { properties: Record<string, TSchema> }
  return [
    ...(step.retry === undefined ? [] : misfits(step.retry, RETRY, `${place}/retry`)),
    ...Object.entries(properties).flatMap(([name, schema]) =>
      step[name] === undefined ? [] : written(step[name], schema as Marked, `${place}/${name}`),
    ),
  ]
}

type Marked = TSchema & {
  'x-steps'?: boolean
  'x-lazy'?: boolean
  'x-raw'?: boolean
  items?: Marked
  properties?: Record<string, Marked>
}

function written(value: unknown, schema: Marked, place: string): Problem[] {
  if (schema['x-steps'] || schema['x-lazy']) return []
  if (schema['x-raw'])
    return typeof value === 'string' ? [] : [{ path: place, message: 'must be a text' }]
  if (schema.items && marked(schema.items))
    return Array.isArray(value)
      ? value.flatMap((each, index) => written(each, schema.items!, `${place}/${index}`))
      : misfits(value, { type: 'array' }, place)
  if (schema.properties && marked(schema) && typeof value === 'object' && value !== null)
    return Object.entries(schema.properties).flatMap(([name, inner]) => {
      const part = (value as Record<string, unknown>)[name]
      return part === undefined ? [] : written(part, inner, `${place}/${name}`)
    })
  return misfits(value, schema, place)
}

const marked = (schema: Marked): boolean =>
  Boolean(
    schema['x-steps'] ||
    schema['x-lazy'] ||
    schema['x-raw'] ||
    Object.values(schema.properties ?? {}).some(marked) ||
    (schema.items && marked(schema.items)),
  )

function callFaults(step: Step, place: string, registry: Registry): Problem[] {
  const verified =
    typeof step.verify?.action === 'string'
      ? actionFaults(step.verify.action, step.verify.input, `${place}/verify`, registry)
      : []
  return step.kind === 'call'
    ? [...actionFaults(step['action'], step['input'], place, registry), ...verified]
    : verified
}

/** A standard's action is known when it runs: the organisation may choose another module for it. */
function actionFaults(
  action: unknown,
  input: unknown,
  place: string,
  registry: Registry,
): Problem[] {
  if (typeof action !== 'string' || action.includes('{{') || action.includes('#')) return []
  const found = registry.actions.get(action)
  if (!found || found.internal)
    return [{ path: `${place}/action`, message: `there is no action ${action.slice(0, 100)}` }]
  return misfits(input ?? {}, found.input, `${place}/input`)
}
