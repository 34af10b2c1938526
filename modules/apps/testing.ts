import type { Voice } from '#kernel/testing'
import { createApp } from './actions/app.create.ts'
import { startDraft } from './actions/draft.start.ts'

export const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** A list of devices and a list of what was found when looking at them. */
export const DEVICES = `编号,名称,位置,启用日期
EQ-01,激光切管机,一车间,2021-03-01
EQ-02,折弯机,一车间,2019-07-15
EQ-03,喷涂线,二车间,2022-11-20`
export const INSPECTIONS = `设备编号,检查人,检查日期,结果,费用,说明
EQ-01,高翔,2026-11-02,正常,0,
EQ-02,高翔,2026-11-03,异常,350.50,皮带松动
EQ-01,林岚,2026-11-09,正常,0,
EQ-03,高翔,2026-11-10,待复查,120,喷头堵塞
EQ-02,林岚,2026-11-12,正常,0,`

/** The app 巡检 with both lists, as this person makes it from two files. */
export async function makeInspections(maker: Voice) {
  const draft = await maker.call(startDraft, {
    files: [
      { name: '设备.csv', content: base64(DEVICES) },
      { name: '巡检记录.csv', content: base64(INSPECTIONS) },
    ],
    name: '巡检',
  })
  return {
    draft,
    ...(await maker.call(createApp, { draft: draft.draft, manifest: draft.manifest })),
  }
}
