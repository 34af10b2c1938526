import type { Actor } from './actor.ts'
import type { AnyAction, InputOf, OutputOf } from './define.ts'
import type { Kernel } from './kernel.ts'

/**
 * The sample world as it is being planted. Each module's `fixtures.ts` may export `sample`; plants
 * run in `order`, and note here what they made under the names of the fixtures, so that later ones,
 * tests and demonstrations can speak of it.
 */
export interface World {
  readonly kernel: Kernel
  /** Organisation ids by key: `operator`, `yuanshan`, `jiangnan`. */
  readonly orgs: Record<string, string>
  /** Person ids by key: `lin`, `chen`, … */
  readonly people: Record<string, string>
  /** Organisation key of a person key. */
  readonly orgOf: Record<string, string>
  /** Anything else by `<module>.<noun>.<key>`: `chat.conversation.caigou`. */
  readonly ids: Record<string, string>
  /** One of the people, with the rights that identity gave. */
  actor(key: string): Promise<Actor>
  /** The operator's own hands: every scope in the organisation of that id. */
  operator(org: string): Actor
  /** A call as `actor(key)`. */
  call<A extends AnyAction>(key: string, action: A, input: InputOf<A>): Promise<OutputOf<A>>
}

export interface Sample {
  /** Parties 10, directory 20, identity 30, then as you need. */
  readonly order: number
  plant(world: World): Promise<void>
  /** Somebody who came to look around joins: the id of his person, so that he finds something of his own. */
  welcome?(world: World, person: string): Promise<void>
}
