import type { Sample } from '#kernel/world'
import { completeItem } from './actions/item.complete.ts'
import { createItem } from './actions/item.create.ts'
import { addDays } from './order.ts'

/** What people wrote down for themselves; the day counts from today. */
const own: readonly (readonly [
  who: string,
  title: string,
  day?: number | undefined,
  done?: true,
])[] = [
  ['wang', '恒力轴承合同补签', 0],
  ['wang', '给质检部回轴承样品的编号', -2],
  ['wang', '报销上海出差的高铁票', 6],
  ['wang', '整理供应商名片', undefined, true],
  ['anna', 'Book the noise lab for the second motor sample', 2],
  ['anna', 'Answer Emily about the range claim in the brochure', -1],
  ['bo', 'Ask the German supplier for air freight', 3],
  ['lin', '四季度经营会材料', 4],
]

export const sample: Sample = {
  order: 65,
  async plant(world) {
    const today = new Date().toISOString().slice(0, 10)
    for (const [who, title, day, done] of own) {
      const due = day === undefined ? {} : { due_on: addDays(today, day) }
      const { id } = await world.call(who, createItem, { title, ...due })
      if (done) await world.call(who, completeItem, { item: id })
    }
  },
}
