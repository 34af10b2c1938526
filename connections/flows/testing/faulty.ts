import { fail, type Session, type Sql } from '#kernel'
import type { Kernel } from '#kernel'

type Database = Kernel['database']

/** What may go wrong at a place where the engine waits for its database. */
export const FAULTS = ['dropped', 'raced', 'unsaved', 'unanswered'] as const
export type Fault = (typeof FAULTS)[number]

export interface Plan {
  /** Asked at every statement and every commit; what it says goes wrong there. */
  at(place: 'statement' | 'commit', about: string): Fault | undefined
  /** The process is gone: nothing answers any more. */
  dead(): boolean
}

/** A database that fails as real ones do: before a statement, at COMMIT, or after it, when the answer gets lost. */
export function faulty(real: Database, plan: Plan): Database {
  const check = (place: 'statement' | 'commit', about: string): Fault | undefined => {
    if (plan.dead()) throw gone('the process is gone')
    return plan.at(place, about)
  }
  const mayGoWrong = (about: string): void => {
    const fault = check('statement', about)
    if (fault === 'raced')
      throw Object.assign(new Error('could not serialize access'), { code: '40001' })
    if (fault) throw gone('the connection dropped')
  }
  const wrap = (sql: Sql, failed: (error: unknown) => void = () => undefined): Sql => {
    const before = (about: string): void => {
      try {
        mayGoWrong(about)
      } catch (error) {
        failed(error)
        throw error
      }
    }
    const wrapped = (async (strings: TemplateStringsArray, ...values: unknown[]) => {
      before(strings[0] ?? '')
      return sql(strings, ...values)
    }) as unknown as Record<string, unknown>
    for (const name of ['text', 'prepared', 'rows', 'pass'] as const)
      wrapped[name] = async (text: string, ...rest: unknown[]) => {
        before(text)
        return (sql[name] as (...all: unknown[]) => unknown)(text, ...rest)
      }
    return wrapped as unknown as Sql
  }
  const session = (real_: Session, failed?: (error: unknown) => void): Session => ({
    sql: wrap(real_.sql, failed),
    last: real_.last,
    within: real_.within,
  })
  return {
    reader: (org) => session(real.reader(org)),
    async transaction(org, work) {
      let answer: { readonly lost: boolean } | undefined
      const result = await real.transaction(org, async (inner) => {
        // A statement that fails undoes its transaction, also when nobody waits for it.
        const failures: unknown[] = []
        const value = await work(session(inner, (error) => failures.push(error)))
        if (failures.length) throw failures[0]
        const fault = check('commit', '')
        if (fault === 'raced')
          throw Object.assign(new Error('could not serialize access'), { code: '40001' })
        if (fault === 'dropped' || fault === 'unsaved') throw gone('the commit failed')
        if (fault === 'unanswered') answer = { lost: true }
        return value
      })
      if (answer?.lost || plan.dead()) throw gone('the answer to COMMIT got lost')
      return result
    },
    system: wrap(real.system),
    close: () => real.close(),
  }
}

const gone = (why: string): Error => {
  const problem = fail('unavailable', `The database is not reachable: ${why}.`)
  return problem
}
