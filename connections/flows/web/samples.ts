import { useEffect, useMemo } from 'react'
import { remembered, useAction, type Paged, type Schema } from '#web'
import { stepOfPath } from './tree.ts'
import type { Definition, RunLook, SeenStep, VersionRow } from './types.ts'
import { ENDED } from './words.ts'

/** What is known of a run: what it began with and what its steps gave. */
export interface Sample {
  trigger: unknown
  steps: readonly SeenStep[]
}

/** While a run goes on it is asked for so often; no stream tells of each step. */
const GOING_ON_MS = 700

export function useRunLook(id: string | undefined) {
  const look = useAction<RunLook>('flows.run.look', id ? { run: id } : undefined, { keep: true })
  const state = look.data?.run.id === id ? look.data?.run.state : undefined
  const { refetch, dataUpdatedAt } = look
  useEffect(() => {
    if (!state || ENDED.includes(state)) return
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible') void refetch()
    }, GOING_ON_MS)
    return () => clearTimeout(timer)
  }, [state, dataUpdatedAt, refetch])
  return look
}

export function useVersion(flow: string | undefined, number: number | undefined) {
  const list = useAction<Paged<VersionRow>>(
    'flows.version.list',
    flow && number !== undefined ? { where: { flow, number }, limit: 1 } : undefined,
  )
  return { version: list.data?.items[0], problem: list.problem, refetch: list.refetch }
}

export const byStep = (steps: readonly SeenStep[]): ReadonlyMap<string, readonly SeenStep[]> =>
  Map.groupBy(steps, ({ path }) => stepOfPath(path))

/** What expressions see with a sample: as the engine gives it. */
export function useScope(definition: Definition, sample: Sample | undefined) {
  return useMemo(() => {
    const pinned = outputsOf(definition.steps)
    if (!sample && Object.keys(pinned).length === 0) return undefined
    const steps: Record<string, unknown> = {}
    for (const { path, output, state } of sample?.steps ?? [])
      if (state === 'done' && output !== undefined) steps[stepOfPath(path)] = output
    return {
      trigger: sample?.trigger ?? {},
      steps: { ...steps, ...pinned },
      vars: { ...definition.variables },
      flow: { title: definition.title },
      run: { id: 'test', started_at: '2026-01-01T00:00:00.000Z' },
    }
  }, [definition, sample])
}

/** What people pinned, wherever the step stands. */
function outputsOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return {}
  const own =
    'id' in value && 'kind' in value && 'pinned' in value
      ? { [String(value.id)]: value.pinned }
      : {}
  return Object.entries(value).reduce(
    (all, [name, inner]) => (name === 'pinned' ? all : { ...all, ...outputsOf(inner) }),
    own,
  )
}

const key = (flow: string) => `flow-sample.${flow}`
/** What one typed as trigger data comes back the next time. */
export const rememberedTrigger = (flow: string): string | undefined => remembered.get(key(flow))
export const rememberTrigger = (flow: string, text: string) => remembered.set(key(flow), text)

/** A trigger's data before anything has begun: an example of its schema. */
export function exampleOf(schema: Schema | undefined): unknown {
  if (!schema) return {}
  if (schema.default !== undefined) return schema.default
  if (schema.enum) return schema.enum[0]
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, field]) => [name, exampleOf(field)]),
    )
  if (type === 'array') return schema.items ? [exampleOf(schema.items)] : []
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type === 'boolean') return true
  return type === 'string' ? (schema.title ?? '') : {}
}
