import type { Context, EventType, RecordOf } from '#kernel'
import { Item } from './entities.ts'
import { itemChanged, type itemRemoved } from './events.ts'

export type ItemRecord = RecordOf<typeof Item>
export type Telling = Context<
  // oxlint-disable-next-line typescript/no-explicit-any -- any action's errors will do
  any,
  readonly [typeof itemChanged, typeof itemRemoved, ...EventType[]]
>

export function tell(ctx: Pick<Telling, 'emit'>, item: ItemRecord): void {
  ctx.emit(itemChanged, { item }, { stream: `person:${item.person}`, subject: item.id })
}
