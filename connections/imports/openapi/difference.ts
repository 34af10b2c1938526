import { T, TenonError } from '#kernel'
import type { Plan } from '../plan.ts'
import { operationOf } from './form.ts'
import { operationsOf } from './listing.ts'
import type { Document } from './read.ts'

const ADDED_MAX = 200
const Line = T.Object({ key: T.String(), title: T.String(), why: T.Optional(T.String()) })

export const Difference = T.Object({
  same: T.Boolean(),
  /** Imported and no longer in the document. */
  removed: T.Array(Line),
  /** Imported, and takes or needs something else now. */
  changed: T.Array(Line),
  /** New in the document; the first of them, and how many. */
  added: T.Array(Line),
  added_total: T.Integer(),
})

/** `before` is the document that it was made from, where it is still here. */
export function differenceOf(plan: Plan, hash: string, document: Document, before?: Document) {
  const listed = new Map(operationsOf(document).map((each) => [each.key, each]))
  const settings = new Map((plan.choices ?? []).map(({ key, settings }) => [key, settings]))
  const removed = plan.operations
    .filter(({ key }) => !listed.has(key))
    .map(({ key, title }) => ({ key, title }))
  const changed = plan.operations.flatMap((before) => {
    const now = listed.get(before.key)
    if (!now) return []
    const why = whyOf(() => {
      const made = operationOf(document, now, settings.get(before.key))
      if (made.mark === before.mark) return undefined
      return fieldsOf(before.input, made.input)
    })
    return why === undefined ? [] : [{ key: before.key, title: now.title, why }]
  })
  const known = new Set((before ? operationsOf(before) : plan.operations).map(({ key }) => key))
  const added = [...listed.values()].filter(({ key }) => !known.has(key))
  return {
    same: hash === document.hash,
    removed,
    changed,
    added: added.slice(0, ADDED_MAX).map(({ key, title }) => ({ key, title })),
    added_total: added.length,
  }
}

function whyOf(work: () => string | undefined): string | undefined {
  try {
    return work()
  } catch (error) {
    return error instanceof TenonError ? error.message : 'It can no longer be read.'
  }
}

/** Which fields came, went, or are needed now. */
function fieldsOf(before: object, after: object): string {
  const [old, now] = [before, after].map((each) =>
    Object.keys((each as { properties?: object }).properties ?? {}),
  )
  const [needed, needs] = [before, after].map(
    (each) => (each as { required?: string[] }).required ?? [],
  )
  const lines = [
    ...now!.filter((name) => !old!.includes(name)).map((name) => `+ ${name}`),
    ...old!.filter((name) => !now!.includes(name)).map((name) => `- ${name}`),
    ...needs!.filter((name) => !needed!.includes(name)).map((name) => `! ${name}`),
  ]
  return lines.slice(0, 20).join(', ') || '~'
}
