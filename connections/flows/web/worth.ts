import { useEffect, useMemo, useState } from 'react'
import { useAction } from '#web'
import { useFormContext } from './form-context.ts'

/** After the last key, so that what is half typed is not complained about. */
const CALM_MS = 350

interface Worth {
  value?: unknown
  error?: string
}

/** What a value with expressions is, with the data that is there; nothing for plain ones. */
export function useWorth(value: unknown): Worth | undefined {
  const { scope, zone } = useFormContext()
  const calm = useCalm(value)
  const wanted = scope !== undefined && JSON.stringify(calm ?? null).includes('{{')
  const input = useMemo(
    () =>
      wanted ? { values: [calm], scope: only(calm, scope), ...(zone ? { zone } : {}) } : undefined,
    [wanted, calm, scope, zone],
  )
  const answer = useAction<{ results: Worth[] }>('flows.expression.evaluate', input, { keep: true })
  return wanted ? answer.data?.results[0] : undefined
}

/** Of the steps only those it speaks of: outputs may be long. */
function only(value: unknown, scope: Readonly<Record<string, unknown>>) {
  const text = JSON.stringify(value)
  const steps = (scope['steps'] ?? {}) as Record<string, unknown>
  const spoken = Object.entries(steps).filter(([id]) => new RegExp(`\\b${id}\\b`).test(text))
  return { ...scope, steps: Object.fromEntries(spoken) }
}

function useCalm<V>(value: V): V {
  const [calm, setCalm] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), CALM_MS)
    return () => clearTimeout(timer)
  }, [value])
  return calm
}

const LONGEST = 120
export function shortValue(value: unknown): string {
  const text = typeof value === 'string' ? `“${value}”` : (JSON.stringify(value) ?? 'null')
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
