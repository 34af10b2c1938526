import assert from 'node:assert/strict'
import { test } from 'node:test'
import { periodOf } from './serial.ts'

test('a period begins at midnight of the zone, also where summer moves it', () => {
  const at = (moment: string, zone: string) =>
    (['year', 'month', 'day'] as const).map((period) => periodOf(period, new Date(moment), zone))
  assert.deepEqual(at('2026-12-31T15:59:59.999Z', 'Asia/Shanghai'), ['2026', '202612', '20261231'])
  assert.deepEqual(at('2026-12-31T16:00:00Z', 'Asia/Shanghai'), ['2027', '202701', '20270101'])
  assert.deepEqual(at('2027-01-01T04:59:59Z', 'America/New_York'), ['2026', '202612', '20261231'])
  assert.deepEqual(at('2026-06-30T22:00:00Z', 'Europe/Berlin'), ['2026', '202607', '20260701'])
  assert.deepEqual(at('2026-11-30T22:59:59Z', 'Europe/Berlin'), ['2026', '202611', '20261130'])
})
