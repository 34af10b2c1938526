import type { AnyContract, Entity, EventType } from './define.ts'

/**
 * A standard that several vendors implement. Its definitions carry the standard's own ids
 * (`crm.customer`, `crm.customer.list`, `crm.customer.created`) and have no handler: who says
 * `implements` has actions and events that fit them.
 */
export interface InterfaceSpec {
  readonly type: 'interface'
  /** `<field>.<noun>`; its definitions' ids begin with it. */
  readonly id: string
  readonly version: number
  readonly title: string
  /** For people and for agents: what it stands for, and what an implementation promises. */
  readonly description: string
  readonly entities: readonly Entity[]
  readonly actions: readonly AnyContract[]
  readonly events: readonly EventType[]
}
export function defineInterface(
  id: string,
  version: number,
  spec: Omit<InterfaceSpec, 'type' | 'id' | 'version'>,
): InterfaceSpec {
  return Object.freeze({ ...spec, id, version, type: 'interface' as const })
}

/** What an interface is called where it is bound: `crm.customer@1`. */
export const interfaceName = ({ id, version }: InterfaceSpec): string => `${id}@${version}`

/** Which of a module's definitions stand for which of a standard's. */
export interface Implementation {
  /** `crm.customer@1` */
  readonly interface: string
  /** The standard's id → own id; what is not named keeps its last part: `crm.customer.list` is `<module>.customer.list`. */
  readonly ids?: Readonly<Record<string, string>>
  /** The standard's field → own field, in what is sent and what is answered. */
  readonly fields?: Readonly<Record<string, string>>
  /** Parts of the standard (ids) that it does without; whoever binds to those is refused. */
  readonly without?: readonly string[]
}

/** The module's own id for one of the standard's; nothing when the module does without it. */
export function ownId(module: string, { ids, without }: Implementation, id: string) {
  if (without?.includes(id)) return undefined
  return ids?.[id] ?? `${module}.${id.slice(id.indexOf('.') + 1)}`
}
