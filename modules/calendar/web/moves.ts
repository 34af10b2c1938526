import { useRef, useState } from 'react'
import { call, refreshActions, type Problem } from '#web'
import { daysOf } from './days.ts'
import { keyOf, type Occurrence, type Part } from './types.ts'

export interface Move {
  one: Occurrence
  starts_at: string
  ends_at: string
}

/** Moves shown at once and written behind; what is refused goes back and says why. A series asks first which part. */
export function useMoves() {
  const [under, setUnder] = useState<ReadonlyMap<string, Move>>(new Map())
  const [problems, setProblems] = useState<ReadonlyMap<string, Problem>>(new Map())
  const [asking, setAsking] = useState<Move>()
  const line = useRef(new Map<string, Promise<void>>())

  const put = (move: Move) => setUnder((now) => new Map(now).set(keyOf(move.one), move))
  /** Only what is still the last wish: a newer one stays drawn. */
  const drop = (move: Move) =>
    setUnder((now) => new Map([...now].filter(([, other]) => other !== move)))
  const forgive = (key: string) =>
    setProblems((now) => new Map([...now].filter(([other]) => other !== key)))

  /** One after another for each: the last wish is written last. */
  const send = (move: Move, part: Part): void => {
    const key = keyOf(move.one)
    put(move)
    const before = line.current.get(key) ?? Promise.resolve()
    line.current.set(
      key,
      before.then(() => write(move, part)),
    )
  }
  const write = async (move: Move, part: Part) => {
    const { one, starts_at, ends_at } = move
    const key = keyOf(one)
    forgive(key)
    const [first_day, last_day] = daysOf({
      ...one,
      ...move,
      ...shiftedDays(one, move),
    } as Occurrence)
    const when = one.all_day ? { first_day, last_day } : { starts_at, ends_at }
    const series = one.at ? { at: one.at, part } : {}
    const answer = await call('calendar.event.update', { event: one.event, ...series, ...when })
    if (!answer.ok) setProblems((now) => new Map(now).set(key, answer.problem))
    refreshActions(['calendar.event'])
    // Until what is fetched has it; a blink of the old place would look like a refusal.
    setTimeout(() => drop(move), answer.ok ? 400 : 0)
  }
  return {
    problems,
    problemOf: (key: string) => problems.get(key),
    forgive,
    asking,
    answer: (part: Part | undefined) => {
      if (asking && part) send(asking, part)
      else if (asking) drop(asking)
      setAsking(undefined)
    },
    move: (move: Move) => {
      if (move.starts_at === move.one.starts_at && move.ends_at === move.one.ends_at) return
      if (!move.one.series) return send(move, 'all')
      put(move)
      setAsking(move)
    },
    overlay: (one: Occurrence): Occurrence => {
      const move = under.get(keyOf(one))
      if (!move) return one
      return { ...one, starts_at: move.starts_at, ends_at: move.ends_at, ...shiftedDays(one, move) }
    },
  }
}

/** Whole days move by whole days, whatever their hours are. */
function shiftedDays(one: Occurrence, move: Move) {
  if (!one.first_day || !one.last_day) return {}
  const days = Math.round((Date.parse(move.starts_at) - Date.parse(one.starts_at)) / 86_400_000)
  const on = (day: string) =>
    new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
  return { first_day: on(one.first_day), last_day: on(one.last_day) }
}
