import assert from 'node:assert/strict'
import { test } from 'node:test'
import { held, type Stand, type Watching } from './watch.ts'

const hot: Watching = { comparison: 'gt', threshold: 80, for_s: 0, hysteresis: 0 }

/** What turned, with a value each second. */
function turns(rule: Watching, values: readonly number[]): string[] {
  let stand: Stand = {}
  let n = 0
  return values.flatMap((value, second) => {
    const next = held(rule, stand, 1_000_000 + second * 1000, value, () => `a${++n}`)
    stand = next.stand
    return next.turn ? [`${second} ${next.turn}`] : []
  })
}

test('raised when it passes the limit, cleared when it is back, one alarm between', () => {
  assert.deepEqual(turns(hot, [70, 80, 81, 92, 85, 80, 79, 81]), [
    '2 raised',
    '5 cleared',
    '7 raised',
  ])
  assert.deepEqual(turns({ ...hot, comparison: 'gte' }, [79, 80, 79]), ['1 raised', '2 cleared'])
  assert.deepEqual(turns({ ...hot, comparison: 'lt', threshold: 5 }, [6, 4, 5]), [
    '1 raised',
    '2 cleared',
  ])
})

test('only what lasts is an alarm, and what flutters is one', () => {
  assert.deepEqual(turns({ ...hot, for_s: 3 }, [81, 82, 79, 81, 82, 83, 84, 85]), ['6 raised'])
  assert.deepEqual(turns({ ...hot, hysteresis: 5 }, [81, 79, 81, 76, 75, 81]), [
    '0 raised',
    '4 cleared',
    '5 raised',
  ])
  assert.deepEqual(
    turns({ ...hot, comparison: 'lte', threshold: 5, hysteresis: 2 }, [5, 6, 7, 8]),
    ['0 raised', '3 cleared'],
  )
})
