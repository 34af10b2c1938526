import { useMemo } from 'react'
import { useAction } from '#web'
import type { KindInfo, Kinds } from './types.ts'

export function useKinds(): {
  kinds: Kinds | undefined
  problem: ReturnType<typeof useAction>['problem']
} {
  const list = useAction<{ items: KindInfo[] }>('flows.kind.list', {})
  const kinds = useMemo(
    () => list.data && new Map(list.data.items.map((kind) => [kind.kind, kind])),
    [list.data],
  )
  return { kinds, problem: list.problem }
}
