import { FUNCTIONS } from './functions.ts'
import { MACROS } from './macros.ts'
import type { Node } from './node.ts'
import { BINARY } from './operators.ts'
import {
  ExpressionError,
  isMap,
  kind,
  Missing,
  truth,
  type Building,
  type Evaluate,
} from './room.ts'

/** A tree of closures: nothing is generated, nothing of a value's prototype can be reached. */
export function interpret(ast: Node, source: string, place: string): Evaluate {
  const build = (node: Node, bound: readonly string[]): Evaluate => {
    const inner = make(node, { bound, build: (child, names = bound) => build(child, names) })
    return (room) => {
      if (--room.left < 0)
        throw new ExpressionError('takes too many steps', place, source.slice(node.start, node.end))
      return inner(room)
    }
  }
  const named = (error: unknown): ExpressionError =>
    error instanceof ExpressionError
      ? error
      : new ExpressionError((error as Error).message, place, source)
  let root: Evaluate
  try {
    root = build(ast, [])
  } catch (error) {
    throw named(error)
  }
  return (room) => {
    try {
      return root(room)
    } catch (error) {
      throw named(error)
    }
  }
}

function make(node: Node, building: Building): Evaluate {
  const { build, bound } = building
  switch (node.op) {
    case 'value': {
      const value = plain(node.args)
      return () => value
    }
    case 'id': {
      const depth = bound.lastIndexOf(node.args)
      if (depth >= 0) return ({ locals }) => locals[depth]
      const name = node.args
      return ({ scope }) => fieldOf(scope, name, '')
    }
    case '.': {
      const of = build(node.args[0])
      const name = node.args[1]
      return (room) => fieldOf(of(room), name, node.args[0].op)
    }
    case '[]': {
      const [of, at] = [build(node.args[0]), build(node.args[1])]
      return (room) => elementOf(of(room), at(room))
    }
    case 'list': {
      const items = node.args.map((item) => build(item))
      return (room) => items.map((item) => item(room))
    }
    case 'map': {
      const entries = node.args.map(([key, value]) => [build(key), build(value)] as const)
      return (room) =>
        Object.fromEntries(entries.map(([key, value]) => [String(key(room)), value(room)]))
    }
    case '?:': {
      const [test, yes, no] = node.args.map((each) => build(each))
      return (room) => (truth(test!(room)) ? yes!(room) : no!(room))
    }
    case '&&':
    case '||':
      return either(build(node.args[0]), build(node.args[1]), node.op === '||')
    case '!_': {
      const of = build(node.args)
      return (room) => !truth(of(room))
    }
    case '-_': {
      const of = build(node.args)
      return (room) => BINARY['-'](0, of(room))
    }
    case 'call':
      return called(node.args[0], node.args[1], building)
    case 'rcall':
      return called(node.args[0], [node.args[1], ...node.args[2]], building)
    default: {
      const run = BINARY[node.op]
      if (!run) throw new Missing(`uses ${String((node as Node).op)}, which is not known`)
      const [left, right] = [build(node.args[0]), build(node.args[1])]
      return (room) => run(left(room), right(room))
    }
  }
}

/** `size(x)` and `x.size()` are the same function. */
function called(name: string, args: readonly Node[], building: Building): Evaluate {
  const macro = Object.hasOwn(MACROS, name) ? MACROS[name]! : undefined
  if (macro) return macro(args, building)
  const run = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]! : undefined
  if (!run) throw new Missing(`calls ${name}(), which there is not`)
  const values = args.map((each) => building.build(each))
  return (room) =>
    run(
      values.map((each) => each(room)),
      room,
    )
}

/** As CEL has it: what decides on its own wins over what failed on the other side. */
function either(left: Evaluate, right: Evaluate, decisive: boolean): Evaluate {
  return (room) => {
    let first: boolean
    try {
      first = truth(left(room))
    } catch (error) {
      if (!(error instanceof Missing)) throw error
      if (truth(right(room)) === decisive) return decisive
      throw error
    }
    return first === decisive ? decisive : truth(right(room))
  }
}

function fieldOf(value: unknown, name: string, of: string): unknown {
  if (isMap(value) && Object.hasOwn(value, name) && value[name] !== undefined) return value[name]
  if (of === '') throw new Missing(`asks for ${name}, which is not there`)
  throw new Missing(`asks for .${name}, which ${kind(value)} does not have`)
}

function elementOf(value: unknown, at: unknown): unknown {
  if (Array.isArray(value)) {
    const index = Number(at)
    if (Number.isInteger(index) && index >= 0 && index < value.length) return value[index]
    throw new Missing(`asks for item ${String(at)} of a list of ${value.length}`)
  }
  return fieldOf(value, String(at), '.')
}

/** Numbers are those of JSON. A whole number beyond 2^53 stays text, as amounts of money are. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (typeof value === 'object' && value !== null)
    return Number(String((value as { value?: unknown }).value ?? value))
  return value
}
