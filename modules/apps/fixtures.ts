import type { Sample } from '#kernel/world'
import { createApp } from './actions/app.create.ts'
import { startDraft } from './actions/draft.start.ts'
import type { Manifest } from './manifest/format.ts'

/** 远山自行车's machines and what was found when looking at them: two files, as somebody would drop them. */
export const machines = `编号,名称,位置,供应商,启用日期
EQ-01,激光切管机 FL-3015,车架车间,常州力士激光,2021-03-01
EQ-02,数控折弯机,车架车间,无锡金方圆,2019-07-15
EQ-03,自动焊接线,车架车间,上海熔金,2020-09-08
EQ-04,喷涂线 A,喷涂车间,江苏长虹涂装,2018-11-20
EQ-05,固化炉,喷涂车间,江苏长虹涂装,2018-11-20
EQ-06,轮组编制机,总装车间,Holland Mechanics,2022-04-11
EQ-07,整车测试台,总装车间,Zedler,2023-01-30`

export const inspections = `设备编号,检查人,检查日期,结果,费用,说明
EQ-01,蒋斌,2026-10-12,正常,0,
EQ-02,蒋斌,2026-10-12,正常,0,
EQ-04,曾乐,2026-10-14,异常,860.00,循环泵密封圈老化，已更换
EQ-05,曾乐,2026-10-14,正常,0,
EQ-06,沈杰,2026-10-19,待复查,0,张力传感器读数偏差 4%
EQ-07,沈杰,2026-10-19,正常,0,
EQ-03,郑海,2026-10-26,异常,1250.50,送丝机构卡滞
EQ-01,蒋斌,2026-11-09,正常,0,
EQ-02,蒋斌,2026-11-09,待复查,0,后挡料定位误差
EQ-04,曾乐,2026-11-11,正常,0,
EQ-05,曾乐,2026-11-11,正常,0,
EQ-06,沈杰,2026-11-16,异常,420.00,更换张力传感器
EQ-07,沈杰,2026-11-16,正常,0,
EQ-03,郑海,2026-11-20,正常,0,`

/** What 搭家 Dajia, a low-code vendor, sells to everybody: who has borrowed what. */
export const loans: Manifest = {
  format: 1,
  slug: 'assets',
  title: { en: 'Asset loans', zh: '资产借用' },
  about: {
    en: 'Who has borrowed which asset, and when it is due back.',
    zh: '谁借了什么、什么时候归还，一目了然。',
  },
  icon: 'folder',
  roles: [{ key: 'keeper', title: { en: 'Asset keeper', zh: '资产管理员' } }],
  entities: [
    {
      key: 'e1',
      noun: 'asset',
      title: { en: 'Asset', zh: '资产' },
      label: 'f2',
      fields: [
        {
          key: 'f1',
          name: 'number',
          title: { en: 'Number', zh: '编号' },
          kind: 'serial',
          serial: { prefix: 'ZC-', period: 'year', digits: 4 },
        },
        {
          key: 'f2',
          name: 'name',
          title: { en: 'Name', zh: '名称' },
          kind: 'text',
          required: true,
        },
        {
          key: 'f3',
          name: 'category',
          title: { en: 'Category', zh: '类别' },
          kind: 'choice',
          options: [
            { value: 'computer', title: { en: 'Computer', zh: '电脑' } },
            { value: 'tool', title: { en: 'Tool', zh: '工具' } },
            { value: 'vehicle', title: { en: 'Vehicle', zh: '车辆' } },
          ],
        },
        {
          key: 'f4',
          name: 'price',
          title: { en: 'Price', zh: '价格' },
          kind: 'money',
          currency: 'CNY',
          seen_by: 'keeper',
        },
        { key: 'f5', name: 'picture', title: { en: 'Picture', zh: '图片' }, kind: 'picture' },
      ],
      access: { who: 'everyone' },
      views: ['table', 'board'],
      group_by: 'f3',
      card: ['f1', 'f3'],
    },
    {
      key: 'e2',
      noun: 'loan',
      title: { en: 'Loan', zh: '借用' },
      label: 'f1',
      fields: [
        {
          key: 'f1',
          name: 'number',
          title: { en: 'Number', zh: '编号' },
          kind: 'serial',
          serial: { prefix: 'JY-', period: 'month', digits: 3 },
        },
        {
          key: 'f2',
          name: 'asset',
          title: { en: 'Asset', zh: '资产' },
          kind: 'reference',
          to: 'e1',
          required: true,
        },
        {
          key: 'f3',
          name: 'borrower',
          title: { en: 'Borrower', zh: '借用人' },
          kind: 'member',
          required: true,
        },
        {
          key: 'f4',
          name: 'lent_on',
          title: { en: 'Lent on', zh: '借用日期' },
          kind: 'date',
          required: true,
        },
        { key: 'f5', name: 'due_on', title: { en: 'Due on', zh: '应还日期' }, kind: 'date' },
        {
          key: 'f6',
          name: 'status',
          title: { en: 'Status', zh: '状态' },
          kind: 'choice',
          options: [
            { value: 'lent', title: { en: 'Lent', zh: '借出' } },
            { value: 'returned', title: { en: 'Returned', zh: '已归还' } },
            { value: 'lost', title: { en: 'Lost', zh: '遗失' } },
          ],
        },
      ],
      access: { who: 'everyone' },
      views: ['table', 'board', 'calendar', 'timeline'],
      group_by: 'f6',
      date: 'f4',
      until: 'f5',
      card: ['f2', 'f3', 'f5', 'f6'],
    },
  ],
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

export const sample: Sample = {
  order: 62,
  async plant(world) {
    const draft = await world.call('gao', startDraft, {
      files: [
        { name: '设备.csv', content: base64(machines) },
        { name: '设备巡检.csv', content: base64(inspections) },
      ],
      name: '设备巡检',
    })
    // The workbench shows the base's own devices too; these are other ones.
    const [first, ...others] = draft.manifest.entities
    const machine = { ...first!, title: { en: 'Machines', zh: '生产设备' } }
    const made = await world.call('gao', createApp, {
      draft: draft.draft,
      manifest: { ...draft.manifest, entities: [machine, ...others] },
    })
    world.ids['apps.app.inspections'] = made.app
    const dajia = world.orgs['dajia']
    if (!dajia) return
    const { app } = await world.kernel.call(createApp, { manifest: loans }, world.operator(dajia), {
      door: 'setup',
    })
    world.ids['apps.app.loans'] = app
  },
}
