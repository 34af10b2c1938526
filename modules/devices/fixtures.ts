import type { Sample } from '#kernel/world'
import { createDevice } from './actions/device.create.ts'
import { createKind } from './actions/kind.create.ts'
import { createRule } from './actions/rule.create.ts'

/** What 听风 Tingfeng makes; `examples/sensor` is one of the first kind. */
export const kinds = {
  sensor: {
    name: '温振传感器 Heat and vibration sensor',
    maker: '听风 Tingfeng',
    model: 'TF-21',
    metrics: [
      { key: 'temperature', title: '温度 Temperature', unit: '°C', digits: 1 },
      { key: 'vibration', title: '振动 Vibration', unit: 'mm/s', digits: 2 },
      { key: 'running', title: '运转 Running', digits: 0 },
    ],
    commands: [
      { key: 'stop', title: '停机 Stop', danger: true, expires_s: 120 },
      { key: 'start', title: '启动 Start', expires_s: 120 },
      {
        key: 'interval',
        title: '采样间隔 Interval',
        params: [
          {
            key: 'seconds',
            title: '秒 Seconds',
            type: 'integer' as const,
            required: true,
            least: 1,
            most: 3600,
          },
        ],
      },
    ],
    offline_after_s: 60,
  },
  clock: {
    name: '考勤机 Clock machine',
    maker: '听风 Tingfeng',
    model: 'TF-C3',
    metrics: [{ key: 'punches', title: '打卡 Punches', digits: 0 }],
    offline_after_s: 300,
  },
} as const

export const sample: Sample = {
  order: 75,
  async plant(world) {
    const operator = world.operator(world.orgs['yuanshan']!)
    for (const [key, kind] of Object.entries(kinds)) {
      const made = await world.kernel.call(createKind, structuredClone(kind) as never, operator, {
        door: 'setup',
      })
      world.ids[`devices.kind.${key}`] = made.id
    }
    // 冯琳 made the group of the daily meeting; the painting oven belongs to 郑海, who is in it.
    const lin = await world.actor('lin')
    const device = await world.kernel.call(
      createDevice,
      {
        name: '喷涂烘房 Paint oven',
        kind: world.ids['devices.kind.sensor']!,
        place: '喷涂车间 2 号线',
        keeper: world.people['zheng']!,
      },
      lin,
      { door: 'setup' },
    )
    world.ids['devices.device.oven'] = device.id
    const rule = await world.kernel.call(
      createRule,
      {
        name: '温度过高 Too hot',
        kind: world.ids['devices.kind.sensor']!,
        metric: 'temperature',
        comparison: 'gt',
        threshold: 80,
        hysteresis: 5,
        severity: 'critical',
        command: 'stop',
      },
      lin,
      { door: 'setup' },
    )
    world.ids['devices.rule.hot'] = rule.id
  },
}
