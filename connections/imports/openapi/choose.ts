import { fail } from '#kernel'
import type { Operation } from '../plan.ts'
import { operationOf } from './form.ts'
import { operationsOf } from './listing.ts'
import type { Document } from './read.ts'
import type { Settings } from './settings.ts'

/** Of one interface; an organisation's registry holds them all in memory. */
export const CHOSEN_MAX = 300

export interface Choice {
  readonly key: string
  readonly settings?: Settings
}

/** The chosen operations, complete; two of them never bear one name. */
export function chosen(document: Document, choices: readonly Choice[]): Operation[] {
  const byKey = new Map(operationsOf(document).map((each) => [each.key, each]))
  const names = new Set<string>()
  return choices.map(({ key, settings }) => {
    const listed = byKey.get(key)
    if (!listed)
      throw fail(
        'notFound',
        `The document has no operation ${key.slice(0, 100)}.`,
        'Choose from imports.operation.list.',
      )
    const operation = operationOf(document, listed, settings)
    const name = `${operation.noun}.${operation.verb}`
    if (names.has(name))
      throw fail(
        'conflict',
        `Two operations would be called ${name}.`,
        'Give one of them another verb.',
        {
          fields: [{ path: '/operations', message: `${name} stands there twice` }],
        },
      )
    names.add(name)
    return operation
  })
}
