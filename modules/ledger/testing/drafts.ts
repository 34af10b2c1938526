import { newId } from '#kernel'
import type { Bound, Draft } from '../transfer.ts'
import type { Model } from './model.ts'

export interface Cast {
  readonly accounts: ReadonlyMap<string, { asset: string; bound: Bound; closed: boolean }>
}

/** One to three requests of one to eight drafts: mostly sound, sometimes known, sometimes wrong in one field. */
export function draftsOf(random: () => number, cast: Cast, model: Model, now: number): Draft[][] {
  const below = (count: number) => Math.floor(random() * count)
  const any = <V>(list: readonly V[]): V => list[below(list.length)]!
  const ids = [...cast.accounts.keys()]
  const made: Draft[] = []
  const pick = (): string =>
    random() < 0.6 ? ids[below(3)]! : random() < 0.98 ? any(ids) : newId()
  const known = (): Draft | undefined => {
    const all = [...model.facts.slice(-40).map(({ draft }) => draft), ...made]
    return all.length ? any(all) : undefined
  }
  const amount = () => (random() < 0.005 ? 2n ** 62n + BigInt(below(9)) : BigInt(1 + below(1_000)))

  const fresh = (): Draft => {
    const [debit, credit, kind] = [pick(), pick(), random() < 0.4 ? 'pending' : 'direct'] as const
    const asset = cast.accounts.get(debit)?.asset ?? 'CNY'
    const due = kind === 'pending' && random() < 0.6 ? now - 1_000 + below(7_200_000) : undefined
    const cause = random() < 0.2 ? newId() : undefined
    return { id: newId(), kind, debit, credit, asset, amount: amount(), code: below(3), due, cause }
  }
  const ending = (): Draft => {
    const open = [...model.facts.map(({ draft }) => draft), ...made].filter(
      ({ kind }) => kind === 'pending',
    )
    const held = random() < 0.95 && open.length ? any(open) : known()
    const kind = random() < 0.6 ? 'post' : 'void'
    const part = random() < 0.5 ? undefined : BigInt(1 + below(1_000))
    const named = random() < 0.3 && held?.debit ? { debit: held.debit, credit: held.credit } : {}
    const pending = random() < 0.98 ? (held?.id ?? newId()) : newId()
    return { id: newId(), kind, pending, amount: part, ...named }
  }
  const repeated = (): Draft => ({ ...(known() ?? fresh()) })
  const altered = (): Draft => {
    const draft = repeated()
    const change: Partial<Draft>[] = [
      { amount: 7n },
      { amount: 0n },
      { debit: any(ids) },
      { credit: any(ids) },
      { debit: undefined },
      { asset: 'EUR' },
      { asset: undefined },
      { code: 9 },
      { cause: newId() },
      { due: now + 60_000 },
      { pending: newId() },
      { pending: undefined },
      { kind: any(['direct', 'pending', 'post', 'void'] as const) },
    ]
    const id = random() < 0.6 ? draft.id : newId()
    return { ...draft, ...any(change), id }
  }
  return Array.from({ length: 1 + below(3) }, () => {
    const request = Array.from({ length: 1 + below(8) }, () => {
      const chance = random()
      const draft =
        chance < 0.5 ? fresh() : chance < 0.75 ? ending() : chance < 0.87 ? repeated() : altered()
      const linked = random() < 0.25
      const one: Draft = { ...draft, linked: linked ? true : undefined }
      made.push(one)
      return one
    })
    // Requests are answered again as a whole too.
    return random() < 0.1 && made.length > 3
      ? made.slice(-3).map((draft) => ({ ...draft }))
      : request
  })
}
