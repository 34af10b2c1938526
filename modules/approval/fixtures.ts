import type { Sample } from '#kernel/world'
import { approveRequest } from './actions/request.approve.ts'
import { createRequest } from './actions/request.create.ts'
import { rejectRequest } from './actions/request.reject.ts'
import { withdrawRequest } from './actions/request.withdraw.ts'

export interface SampleRequest {
  readonly key: string
  readonly from: string
  readonly to: string
  readonly title: string
  readonly reason?: string
  /** Minor units of CNY. */
  readonly amount?: string
  /** A group of the sample world that sees the card. */
  readonly group?: string
  readonly end?: 'approved' | 'rejected' | 'withdrawn'
  readonly comment?: string
}

export const requests: readonly SampleRequest[] = [
  {
    key: 'forks',
    from: 'sun',
    to: 'chen',
    title: '碳纤维前叉 40 支',
    reason: '冬季山地车试产，供应商报价含税含运费。',
    amount: '5800000',
  },
  {
    key: 'controllers',
    from: 'raj',
    to: 'anna',
    title: 'Motor controller samples, 12 pcs',
    reason: 'Two firmware branches need their own boards.',
    amount: '960000',
  },
  {
    key: 'bearings',
    from: 'bo',
    to: 'chen',
    title: 'Headset bearings, 600 sets',
    reason: 'Hengli, price as last year.',
    amount: '1740000',
    group: 'procurement',
    end: 'approved',
    comment: 'Same terms, please.',
  },
  {
    key: 'paint',
    from: 'zeng',
    to: 'zheng',
    title: '哑光黑漆 60 升',
    amount: '432000',
    end: 'approved',
  },
  {
    key: 'chairs',
    from: 'shan',
    to: 'he',
    title: '人体工学椅 8 把',
    reason: '招聘区换新。',
    amount: '1198400',
    end: 'rejected',
    comment: '先用库房的 5 把，年后再议。',
  },
  {
    key: 'booth',
    from: 'oscar',
    to: 'emily',
    title: 'Eurobike booth, 36 m²',
    amount: '18600000',
    end: 'withdrawn',
  },
]

export const sample: Sample = {
  order: 60,
  async plant(world) {
    for (const { key, from, to, title, reason, amount, group, end, comment } of requests) {
      const { id } = await world.call(from, createRequest, {
        title,
        approver: world.people[to]!,
        ...(reason ? { reason } : {}),
        ...(group ? { conversation: world.ids[`chat.conversation.${group}`]! } : {}),
        ...(amount ? { amount: { amount, currency: 'CNY' } } : {}),
      })
      world.ids[`approval.request.${key}`] = id
      const decision = { request: id, ...(comment ? { comment } : {}) }
      if (end === 'approved') await world.call(to, approveRequest, decision)
      if (end === 'rejected') await world.call(to, rejectRequest, decision)
      if (end === 'withdrawn') await world.call(from, withdrawRequest, { request: id })
    }
  },
}
