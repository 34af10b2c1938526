import { newId } from '#kernel'
import type { Calendar } from './calendar.ts'
import type { Claim } from './claims.ts'
import { makeJournal, type Row } from './journal.ts'
import { outcomeOf, walkOf, type Outcome } from './outcome.ts'
import type { Program } from './program.ts'
import type { Seen } from './walk.ts'

/** Steps that somebody looks at; a longer loop is shown by its first ones. */
const SEEN_MAX = 1_000
/** Steps computed for a look; what is beyond is not shown. */
const STEPS_MAX = 20_000

export interface Looked {
  readonly seen: readonly Seen[]
  readonly more: boolean
  readonly outcome: Outcome
}

type Told = Pick<Claim, 'org' | 'flow' | 'version' | 'owner' | 'input'> & {
  readonly id?: string
  readonly at: Date
}

/** Walks without effects and says what each step was told and gave. */
export async function look(
  program: Program,
  told: Told,
  by:
    | { readonly rows: readonly Row[] }
    | { readonly pinned: Readonly<Record<string, unknown>>; readonly workdays: Calendar },
): Promise<Looked> {
  const claim = claimOf(told)
  const seen: Seen[] = []
  let more = false
  const rows = 'rows' in by ? by.rows : []
  const outcome = await outcomeOf({
    ...walkOf(undefined, program, claim, STEPS_MAX),
    journal: makeJournal(undefined, claim, rows, async () => true),
    dry: 'rows' in by ? 'look' : true,
    ...('pinned' in by ? { pinned: by.pinned, workdays: by.workdays } : {}),
    trace: (one) => {
      if (seen.length < SEEN_MAX) seen.push(one)
      else more = true
    },
  })
  return { seen, more, outcome }
}

function claimOf({ org, flow, version, owner, input, id, at }: Told): Claim {
  return {
    org,
    id: id ?? newId(),
    flow,
    version,
    owner,
    cause: 'manual',
    input,
    started_at: at.toISOString(),
    lane: null,
    parent: null,
    parent_path: null,
    keys_of: null,
    fence: 0,
    first: false,
    active_ms: 0,
    depth: 0,
  }
}
