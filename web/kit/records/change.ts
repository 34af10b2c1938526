import { useCallback, useRef, useState } from 'react'
import { call, type Answer, type Problem } from '../client.ts'
import { useCatalog } from '../manifest.ts'
import { refreshActions } from '../query.ts'
import type { Row } from '../record.ts'
import type { Changer, RecordSource } from './source.ts'

type Patch = Record<string, unknown>
interface Pending {
  row: Row
  patch: Patch
  /** The revision the server gave it: what is fetched with it or later holds the change. */
  rev?: number
}

/**
 * Changes shown at once and written behind: one call a record at a time, later ones joined. What is
 * refused returns to what it was, and the refusal stands with the record until it is put away.
 */
export function useChange(source: RecordSource) {
  const catalog = useCatalog()
  const { entity, change } = source
  const action = typeof change === 'string' ? change : `${entity}.update`
  const input = catalog.action(action)?.input.properties
  const noun = entity.split('.').at(-1)!
  const [pending, setPending] = useState<ReadonlyMap<string, Pending>>(new Map())
  const [problems, setProblems] = useState<ReadonlyMap<string, Problem>>(new Map())
  const waiting = useRef(new Map<string, Patch | undefined>())

  const send: Changer = (row, patch) =>
    typeof change === 'function'
      ? change(row, patch)
      : call<Row>(action, { [noun]: row.id, ...patch })

  const write = async (row: Row, patch: Patch): Promise<Answer<unknown>> => {
    const queue = waiting.current
    if (queue.has(row.id)) {
      queue.set(row.id, { ...queue.get(row.id), ...patch })
      return { ok: true, value: undefined }
    }
    queue.set(row.id, undefined)
    const answer = await send(row, patch)
    const later = queue.get(row.id)
    queue.delete(row.id)
    if (!answer.ok) {
      setPending((now) => without(now, row.id))
      setProblems((now) => new Map(now).set(row.id, answer.problem))
      refreshActions([entity])
      return answer
    }
    if (later) return write(row, later)
    const { rev } = (answer.value ?? {}) as Partial<Row>
    // Held until what is fetched has it; a changer that says no revision is trusted to have fetched.
    setPending((now) => {
      const own = now.get(row.id)
      if (!own || rev === undefined) return without(now, row.id)
      return new Map(now).set(row.id, { ...own, rev })
    })
    refreshActions([entity])
    return answer
  }

  const overlay = useCallback(
    (row: Row): Row => {
      const own = pending.get(row.id)
      if (!own || (own.rev !== undefined && (row.rev ?? 0) >= own.rev)) return row
      return { ...row, ...own.patch }
    },
    [pending],
  )
  return {
    /** May this field be changed here, as far as the manifest tells? */
    can: (field: string) =>
      change !== false && (typeof change === 'function' || input?.[field] !== undefined),
    overlay,
    /** Records under way, as they are going to be. */
    moved: [...pending.values()].map((one) => overlay(one.row)),
    problemOf: (id: string) => problems.get(id),
    forgive: (id: string) => setProblems((now) => without(now, id)),
    apply: (row: Row, patch: Patch): Promise<Answer<unknown>> => {
      setProblems((now) => without(now, row.id))
      setPending((now) => {
        const before = now.get(row.id)
        return new Map(now).set(row.id, {
          row: before?.row ?? row,
          patch: { ...before?.patch, ...patch },
        })
      })
      return write(row, patch)
    },
  }
}
export type Change = ReturnType<typeof useChange>

function without<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  if (!map.has(key)) return map
  const next = new Map(map)
  next.delete(key)
  return next
}
