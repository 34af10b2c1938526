import { isMap, kind, Missing, truth, type Building, type Evaluate, type Room } from './room.ts'
import type { Node } from './node.ts'
import { bounded, compare, same } from './operators.ts'

type Macro = (args: readonly Node[], building: Building) => Evaluate

/** Forms whose arguments are not all computed first: `list.map(x, x.name)`, `has(a.b)`, `default(a.b, 0)`. */
export const MACROS: Readonly<Record<string, Macro>> = {
  has: ([asked], { build }) => {
    const of = build(asked!)
    return (room) => {
      try {
        return of(room) !== null
      } catch (error) {
        return forgiven(error, false)
      }
    }
  },
  default: ([asked, otherwise], { build }) => {
    const [of, fallback] = [build(asked!), build(otherwise!)]
    return (room) => {
      try {
        return of(room) ?? fallback(room)
      } catch (error) {
        forgiven(error, undefined)
        return fallback(room)
      }
    }
  },
  all: each((items, test) => items.every((item, at) => truth(test(item, at)))),
  exists: each((items, test) => items.some((item, at) => truth(test(item, at)))),
  exists_one: each((items, test) => items.filter((item, at) => truth(test(item, at))).length === 1),
  filter: each((items, test) => items.filter((item, at) => truth(test(item, at)))),
  find: each((items, test) => items.find((item, at) => truth(test(item, at))) ?? null),
  count: each((items, test) => items.filter((item, at) => truth(test(item, at))).length),
  sort_by: each((items, key) =>
    items
      .map((item, at) => [key(item, at), item] as const)
      .toSorted(([a], [b]) => compare(a, b))
      .map(([, item]) => item),
  ),
  group_by: each((items, key) => {
    const groups: { key: unknown; items: unknown[] }[] = []
    items.forEach((item, at) => {
      const value = key(item, at)
      const found = groups.find((group) => same(group.key, value))
      if (found) found.items.push(item)
      else groups.push({ key: value, items: [item] })
    })
    return groups
  }),
  /** With three arguments the second is a condition, as CEL has it. */
  map: (args, building) => {
    if (args.length === 4) {
      const [list, name, test, value] = args
      const kept = MACROS['filter']!([list!, name!, test!], building)
      return mapped(kept, name!, value!, building)
    }
    return mapped(building.build(args[0]!), args[1]!, args[2]!, building)
  },
}

function mapped(list: Evaluate, name: Node, value: Node, building: Building): Evaluate {
  const [of, depth] = inner(name, value, building)
  return (room) => bounded(itemsOf(list(room)).map((item) => bind(room, depth, item, of)))
}

function each(
  run: (items: readonly unknown[], of: (item: unknown, at: number) => unknown) => unknown,
): Macro {
  return ([list, name, body], building) => {
    const items = building.build(list!)
    const [of, depth] = inner(name!, body!, building)
    return (room) => run(itemsOf(items(room)), (item) => bind(room, depth, item, of))
  }
}

function inner(name: Node | undefined, body: Node | undefined, { bound, build }: Building) {
  if (name?.op !== 'id' || !body)
    throw new Missing('needs a name and what to do with it: (x, x.name)')
  return [build(body, [...bound, name.args]), bound.length] as const
}

function bind(room: Room, depth: number, item: unknown, of: Evaluate): unknown {
  room.locals[depth] = item
  return of(room)
}

/** Of a map its keys, as CEL has it. */
function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (isMap(value)) return Object.keys(value)
  throw new Missing(`goes through ${kind(value)}, which is no list`)
}

function forgiven<V>(error: unknown, answer: V): V {
  if (error instanceof Missing) return answer
  throw error
}
