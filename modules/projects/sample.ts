import type { Static } from '#kernel'
import type { FieldSpec } from './entities.ts'

type Line = readonly [
  title: string,
  state: string,
  who: string,
  /** Days from today. */
  start?: number | undefined,
  due?: number | undefined,
  more?: {
    readonly priority?: 'urgent' | 'high' | 'low'
    readonly hours?: number
    readonly labels?: readonly string[]
  },
]
export interface SampleProject {
  readonly key: string
  readonly name: string
  readonly description: string
  readonly language: 'en' | 'zh'
  readonly template: 'software' | 'launch'
  readonly lead: string
  readonly members: readonly string[]
  readonly guests: readonly string[]
  /** A conversation of the sample world; absent: a group of its own. */
  readonly group?: string
  readonly fields?: readonly Static<typeof FieldSpec>[]
  readonly tasks: readonly Line[]
  readonly waits: readonly (readonly [task: string, by: string])[]
  readonly comments: readonly (readonly [who: string, task: string, text: string])[]
}

/** As the directory's sample calls them. */
export const names: Readonly<Record<string, string>> = {
  liu: '刘洋',
  xu: '徐磊',
  tang: '唐宇',
  song: '宋佳',
  wu: '吴刚',
  feng: '冯琳',
  yang: '杨帆',
  anna: 'Anna Schmidt',
  raj: 'Raj Patel',
  bo: 'Bo Larsen',
  emily: 'Emily Clarke',
  oscar: 'Oscar Núñez',
}

export const projects: readonly SampleProject[] = [
  {
    key: 'RIDGE',
    name: '山脊 27.5 山地车上市',
    description: '铝架山地车，12 月试产，次年 3 月上市。',
    language: 'zh',
    template: 'launch',
    lead: 'xu',
    members: ['liu', 'tang', 'song', 'wu', 'feng'],
    guests: ['yang'],
    fields: [
      { key: 'supplier', title: '供应商', kind: 'text' },
      { key: 'risk', title: '风险', kind: 'choice', choices: ['高', '中', '低'] },
    ],
    tasks: [
      ['市场调研与竞品拆解', '已完成', 'song', -60, -48, { hours: 40, labels: ['市场'] }],
      ['确定几何与尺码表', '已完成', 'tang', -52, -40, { hours: 32, labels: ['设计'] }],
      ['车架三维设计', '已完成', 'tang', -44, -28, { hours: 80, labels: ['设计'] }],
      ['有限元静力分析', '已完成', 'tang', -30, -24, { hours: 24, labels: ['设计'] }],
      ['涂装方案三选一', '已完成', 'song', -34, -22, { hours: 30, labels: ['设计'] }],
      ['BOM 第一版', '已完成', 'xu', -26, -20, { hours: 16 }],
      ['首批车架打样 6 台', '已完成', 'xu', -22, -9, { priority: 'high', hours: 20 }],
      ['样车装配与试骑', '进行中', 'wu', -6, 1, { priority: 'high', hours: 36, labels: ['质量'] }],
      [
        '车架疲劳试验 10 万次',
        '进行中',
        'feng',
        -5,
        3,
        { priority: 'urgent', hours: 60, labels: ['质量'] },
      ],
      ['前叉行程确认 120 或 130', '待确认', 'tang', -4, -1, { priority: 'high', labels: ['设计'] }],
      ['后拨走线改内走线', '进行中', 'tang', -3, 2, { hours: 18, labels: ['设计'] }],
      ['贴花菲林确认', '待确认', 'song', -7, -2, { hours: 6, labels: ['设计'] }],
      ['包装纸箱结构图', '进行中', 'song', -2, 5, { hours: 12 }],
      ['试产工装夹具', '进行中', 'wu', -3, 8, { priority: 'high', hours: 48 }],
      ['焊接工艺卡', '进行中', 'xu', -1, 6, { hours: 20, labels: ['质量'] }],
      [
        '碟刹座平面度超差整改',
        '进行中',
        'feng',
        -2,
        0,
        { priority: 'urgent', hours: 10, labels: ['质量'] },
      ],
      ['轮组供应商比价', '待确认', 'liu', -8, 1, { hours: 8 }],
      ['CNAS 检测送样', '计划', 'feng', 4, 18, { hours: 12, labels: ['质量'] }],
      ['说明书中英文', '计划', 'song', 6, 20, { hours: 24 }],
      ['试产 50 台', '计划', 'wu', 9, 19, { priority: 'high', hours: 120 }],
      ['试产问题清单关闭', '计划', 'feng', 19, 28, { hours: 40, labels: ['质量'] }],
      ['量产评审', '计划', 'liu', 28, 30, { priority: 'high', hours: 8 }],
      ['首单物料下达 2,000 台', '计划', 'xu', 30, 36, { hours: 16 }],
      ['产品主图与场景图', '计划', 'song', 12, 26, { hours: 30, labels: ['市场'] }],
      ['短视频脚本', '计划', '', 20, 34, { labels: ['市场'] }],
      ['经销商培训材料', '计划', '', 26, 44, { labels: ['市场'] }],
      ['上市价格测算', '计划', 'liu', 10, 16, { priority: 'high', hours: 10, labels: ['市场'] }],
      ['首发经销商名单', '计划', 'yang', 14, 30, { labels: ['市场'] }],
      ['备件目录', '计划', 'wu', 22, 40, { hours: 14 }],
      ['售后维修手册', '计划', '', 24, 46, { priority: 'low', hours: 20 }],
      ['量产首件检验', '计划', 'feng', 46, 50, { hours: 8, labels: ['质量'] }],
      ['上市发布', '计划', 'liu', 90, 92, { priority: 'high', labels: ['市场'] }],
    ],
    waits: [
      ['试产 50 台', '试产工装夹具'],
      ['试产 50 台', '车架疲劳试验 10 万次'],
      ['试产 50 台', '样车装配与试骑'],
      ['试产问题清单关闭', '试产 50 台'],
      ['量产评审', '试产问题清单关闭'],
      ['首单物料下达 2,000 台', '量产评审'],
      ['量产首件检验', '首单物料下达 2,000 台'],
      ['上市发布', '量产首件检验'],
    ],
    comments: [
      ['feng', '车架疲劳试验 10 万次', '目前 6.2 万次，焊缝目检没有裂纹，每两小时记录一次。'],
      ['xu', '车架疲劳试验 10 万次', '好，过 8 万次的时候通知我一下。'],
      [
        'feng',
        '碟刹座平面度超差整改',
        '0.12 mm，要求 0.08。怀疑是焊后没有校平，已让车间加一道铣平。',
      ],
      ['tang', '前叉行程确认 120 或 130', '130 的话头管角要减 0.5°，几何表要重排。'],
    ],
  },
  {
    key: 'EBK',
    name: 'E-Bike 2027 firmware',
    description:
      'Motor controller firmware for the 2027 models: torque control, range, diagnostics.',
    language: 'en',
    template: 'software',
    lead: 'anna',
    members: ['raj', 'liu', 'tang'],
    guests: ['oscar'],
    group: 'ebike',
    fields: [{ key: 'release', title: 'Release', kind: 'choice', choices: ['0.9', '1.0', '1.1'] }],
    tasks: [
      ['Bring-up of the second sample board', 'Released', 'raj', -40, -33, { hours: 30 }],
      [
        'Field-oriented control loop',
        'Released',
        'raj',
        -38,
        -20,
        { hours: 90, labels: ['feature'] },
      ],
      ['Torque sensor driver', 'Released', 'raj', -30, -22, { hours: 24, labels: ['feature'] }],
      ['Walk assist limited to 6 km/h', 'Released', 'anna', -28, -18, { hours: 16 }],
      [
        'Cut-off at 25 km/h within 0.5 km/h',
        'Released',
        'anna',
        -24,
        -14,
        { priority: 'high', hours: 20 },
      ],
      [
        'Bootloader with signed images',
        'Released',
        'raj',
        -22,
        -10,
        { hours: 40, labels: ['feature'] },
      ],
      ['Battery gauge smoothing', 'Testing', 'raj', -12, -1, { hours: 12 }],
      [
        'Torque drift at 40 °C',
        'In progress',
        'raj',
        -8,
        1,
        { priority: 'urgent', hours: 24, labels: ['bug'] },
      ],
      [
        'Brake switch debounce',
        'In review',
        'anna',
        -5,
        0,
        { priority: 'high', hours: 6, labels: ['bug'] },
      ],
      [
        'CAN messages for the display',
        'In review',
        'raj',
        -6,
        2,
        { hours: 18, labels: ['feature'] },
      ],
      [
        'Range estimate from the last 10 km',
        'In progress',
        'anna',
        -4,
        5,
        { hours: 30, labels: ['feature'] },
      ],
      [
        'Noise at 180 rpm',
        'In progress',
        'tang',
        -3,
        4,
        { priority: 'high', hours: 20, labels: ['bug'] },
      ],
      [
        'Static analysis in the pipeline',
        'Testing',
        'anna',
        -7,
        -2,
        { hours: 8, labels: ['debt'] },
      ],
      ['Temperature derating curve', 'To do', 'raj', 2, 9, { priority: 'high', hours: 24 }],
      ['Diagnostics over Bluetooth', 'To do', 'anna', 5, 19, { hours: 60, labels: ['feature'] }],
      ['Error codes with texts', 'To do', 'anna', 6, 12, { hours: 10 }],
      [
        'Update over the air, resumable',
        'To do',
        'raj',
        10,
        28,
        { hours: 80, labels: ['feature'] },
      ],
      ['Power cycle test, 5,000 times', 'To do', 'tang', 3, 13, { hours: 16 }],
      ['EN 15194 test plan', 'To do', 'anna', 1, 8, { priority: 'high', hours: 12 }],
      ['EMC pre-scan', 'To do', 'tang', 9, 11, { hours: 16 }],
      ['Certification samples, 12 pieces', 'Backlog', 'liu', 20, 30, { priority: 'high' }],
      ['Release 1.0', 'Backlog', 'anna', 30, 32, { priority: 'high', hours: 8 }],
      ['Hill start without jerk', 'Backlog', '', 12, 24, { labels: ['feature'] }],
      ['Sleep current below 60 µA', 'Backlog', '', 14, 26, { labels: ['debt'] }],
      ['Anti-theft lock', 'Backlog', '', undefined, undefined, { labels: ['feature'] }],
      ['Ride modes from the app', 'Backlog', '', undefined, undefined, { labels: ['feature'] }],
      ['Cadence below 30 rpm is not seen', 'Backlog', 'raj', 4, 15, { labels: ['bug'] }],
      [
        'Unit tests for the gauge',
        'Backlog',
        '',
        undefined,
        40,
        { priority: 'low', labels: ['debt'] },
      ],
      [
        'Display shows 1% too long',
        'Backlog',
        '',
        undefined,
        22,
        { priority: 'low', labels: ['bug'] },
      ],
      ['Range claim for the brochure', 'To do', 'oscar', 0, 6, { hours: 2 }],
      ['Service tool for dealers', 'Backlog', '', 35, 60, { labels: ['feature'] }],
    ],
    waits: [
      ['Certification samples, 12 pieces', 'EMC pre-scan'],
      ['Certification samples, 12 pieces', 'Torque drift at 40 °C'],
      ['EMC pre-scan', 'EN 15194 test plan'],
      ['Release 1.0', 'Certification samples, 12 pieces'],
      ['Release 1.0', 'Update over the air, resumable'],
    ],
    comments: [
      [
        'raj',
        'Torque drift at 40 °C',
        'Still about 2% after half an hour. Trying the 6204 bearings from Tang.',
      ],
      ['tang', 'Torque drift at 40 °C', '两套 6204 已经放在你桌上了。'],
      ['anna', 'Brake switch debounce', 'Please look at the timing once more, 8 ms feels long.'],
    ],
  },
]
