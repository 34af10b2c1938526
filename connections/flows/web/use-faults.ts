import { useEffect, useMemo, useState } from 'react'
import { t, useAction } from '#web'
import { everyStep } from './tree.ts'
import { TRIGGER } from './layout.ts'
import type { Definition, Fault, Kinds } from './types.ts'

const CALM_MS = 500
const NONE: readonly Fault[] = []

/** What the server would refuse, asked while one types. */
export function useFaults(definition: Definition, kinds: Kinds, may: boolean) {
  const [calm, setCalm] = useState(definition)
  useEffect(() => {
    const timer = setTimeout(() => setCalm(definition), CALM_MS)
    return () => clearTimeout(timer)
  }, [definition])
  const answer = useAction<{ faults: Fault[] }>(
    'flows.flow.check',
    may ? { definition: calm } : undefined,
    { keep: true },
  )
  const faults = answer.data?.faults ?? NONE
  const byStep = useMemo(() => {
    const all = everyStep(definition, kinds).map(({ step, block, index }) => ({
      id: step.id,
      path: `/${[...block, index].join('/')}`,
    }))
    return new Map(faults.map((fault) => [ownerOf(fault.path, all), t(fault.message)] as const))
  }, [faults, definition, kinds])
  return { faults, byStep }
}

/** The innermost step around a place. */
function ownerOf(path: string, all: readonly { id: string; path: string }[]): string {
  const around = all.filter((one) => path === one.path || path.startsWith(`${one.path}/`))
  return around.toSorted((a, b) => b.path.length - a.path.length)[0]?.id ?? TRIGGER
}
