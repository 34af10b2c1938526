import { fail } from '#kernel'
import { isJson, textOf, type Document, type Json } from './read.ts'

const ACTIONS_MAX = 500
const TARGETS_MAX = 50_000

/**
 * An OpenAPI Overlay 1.0 over somebody's document, which itself stays as it is: `update` is merged into what
 * `target` finds, `remove` takes it out. Targets are the plain part of JSONPath: names, `['names']`, indexes, `*`.
 */
export function overlaid(document: Document, overlay: unknown): Document {
  if (overlay === undefined || overlay === null) return document
  if (
    !isJson(overlay) ||
    !/^1\.\d/.test(textOf(overlay['overlay'])) ||
    !Array.isArray(overlay['actions'])
  )
    throw wrong('It says { "overlay": "1.0.0", "actions": […] }.')
  if (overlay['actions'].length > ACTIONS_MAX) throw wrong(`At most ${ACTIONS_MAX} actions.`)
  let root: unknown = document.root
  for (const action of overlay['actions'] as unknown[]) {
    if (!isJson(action) || typeof action['target'] !== 'string')
      throw wrong('Each action has a target.')
    const path = pathOf(action['target'])
    const budget = { left: TARGETS_MAX }
    root =
      action['remove'] === true
        ? changed(root, path, () => GONE, budget)
        : changed(root, path, (value) => merged(value, action['update']), budget)
  }
  if (!isJson(root)) throw wrong('Something of the document has to stay.')
  return { ...document, root }
}

type Step = string | typeof ANY
const ANY = Symbol('any')
const GONE = Symbol('gone')

function pathOf(target: string): Step[] {
  const steps: Step[] = []
  let rest = target.trim()
  if (!rest.startsWith('$')) throw wrong(`“${target.slice(0, 80)}” begins with $.`)
  rest = rest.slice(1)
  while (rest) {
    const found =
      /^\.\*|^\[\*\]/.exec(rest) ??
      /^\.([A-Za-z_$][\w$-]*)/.exec(rest) ??
      /^\['((?:[^'\\]|\\.)*)'\]/.exec(rest) ??
      /^\["((?:[^"\\]|\\.)*)"\]/.exec(rest) ??
      /^\[(\d+)\]/.exec(rest)
    if (!found) throw wrong(`“${rest.slice(0, 40)}” is a kind of target that is not known here.`)
    steps.push(found[1] === undefined ? ANY : found[1].replace(/\\(.)/g, '$1'))
    rest = rest.slice(found[0].length)
  }
  return steps
}

/** A copy along the way to what is meant; everything beside it is the same object as before. */
function changed(
  value: unknown,
  path: readonly Step[],
  to: (value: unknown) => unknown,
  budget: { left: number },
): unknown {
  const [step, ...rest] = path
  if (step === undefined) {
    if (--budget.left < 0) throw wrong('A target means too many places.')
    return to(value)
  }
  if (Array.isArray(value)) {
    const out = value.map((each, index) =>
      step === ANY || step === String(index) ? changed(each, rest, to, budget) : (each as unknown),
    )
    return out.filter((each) => each !== GONE)
  }
  if (!isJson(value)) return value
  if (step !== ANY && !Object.hasOwn(value, step)) return value
  const out: Record<string, unknown> = { ...value }
  for (const name of step === ANY ? Object.keys(out) : [step]) {
    const made = changed(out[name], rest, to, budget)
    if (made === GONE) delete out[name]
    else out[name] = made
  }
  return out
}

function merged(value: unknown, update: unknown): unknown {
  if (Array.isArray(value))
    return [...(value as unknown[]), ...(Array.isArray(update) ? (update as unknown[]) : [update])]
  if (!isJson(value) || !isJson(update)) return update
  const out: Record<string, unknown> = { ...value }
  for (const [name, each] of Object.entries(update as Json))
    if (name !== '__proto__') out[name] = Object.hasOwn(out, name) ? merged(out[name], each) : each
  return out
}

const wrong = (why: string) =>
  fail('invalid', `This overlay cannot be read. ${why}`, 'Write it as OpenAPI Overlay 1.0 says.')
