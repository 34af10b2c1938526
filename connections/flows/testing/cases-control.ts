import type { Kindly } from './cases.ts'

const echo = { id: 'x', kind: 'set', value: '{{ item }}' }
const broken = { id: 'x', kind: 'fail', message: 'no' }

/** Kinds that run other steps. */
export const controlCases: Readonly<Record<string, Kindly>> = {
  choose: {
    data: {
      says: 'the branch that holds',
      given: { n: 7 },
      steps: [
        {
          id: 's',
          kind: 'choose',
          branches: [
            { if: '{{ trigger.n > 9 }}', steps: [{ id: 'a', kind: 'set', value: 'big' }] },
            { if: '{{ trigger.n > 5 }}', steps: [{ id: 'b', kind: 'set', value: 'middle' }] },
          ],
        },
      ],
      output: 'middle',
    },
    failure: {
      says: 'a condition that is none',
      given: { n: 7 },
      steps: [{ id: 's', kind: 'choose', branches: [{ if: '{{ trigger.n }}', steps: [] }] }],
      fails: ['data', 'neither true nor false'],
    },
    empty: { says: 'none holds', steps: [{ id: 's', kind: 'choose', branches: [] }], output: null },
  },
  parallel: {
    data: {
      says: 'the answers of all, in their order',
      steps: [
        {
          id: 's',
          kind: 'parallel',
          branches: [
            { steps: [{ id: 'a', kind: 'set', value: 1 }] },
            { steps: [{ id: 'b', kind: 'set', value: 2 }] },
          ],
        },
      ],
      output: [1, 2],
    },
    failure: {
      says: 'one fails and the others count',
      steps: [
        {
          id: 's',
          kind: 'parallel',
          keepGoing: true,
          branches: [{ steps: [broken] }, { steps: [{ id: 'b', kind: 'set', value: 2 }] }],
        },
      ],
      output: [{ error: { class: 'data', message: 'no' } }, 2],
    },
    empty: {
      says: 'no branches',
      steps: [{ id: 's', kind: 'parallel', branches: [] }],
      output: [],
    },
  },
  each: {
    data: {
      says: 'steps for each, several at once',
      given: [1, 2, 3],
      steps: [
        {
          id: 's',
          kind: 'each',
          items: '{{ trigger }}',
          width: 2,
          steps: [echo],
          collect: '{{ output * 10 }}',
        },
      ],
      output: { count: 3, failed: 0, items: [10, 20, 30] },
    },
    failure: {
      says: 'one item fails',
      given: [1],
      steps: [{ id: 's', kind: 'each', items: '{{ trigger }}', steps: [broken] }],
      fails: ['data', 'no'],
    },
    empty: {
      says: 'no items',
      given: [],
      steps: [
        { id: 's', kind: 'each', items: '{{ trigger }}', steps: [echo], collect: '{{ output }}' },
      ],
      output: { count: 0, failed: 0, items: [] },
    },
  },
  while: {
    data: {
      says: 'until it is enough',
      variables: { n: 0 },
      steps: [
        {
          id: 's',
          kind: 'while',
          while: '{{ vars.n < 3 }}',
          steps: [{ id: 'x', kind: 'set', variable: 'n', value: '{{ vars.n + 1 }}' }],
        },
      ],
      output: { rounds: 3 },
    },
    failure: {
      says: 'it would never end',
      steps: [{ id: 's', kind: 'while', while: '{{ true }}', most: 5, steps: [] }],
      fails: ['data', 'went round 5 times'],
    },
    empty: {
      says: 'not once',
      steps: [{ id: 's', kind: 'while', while: '{{ false }}', steps: [] }],
      output: { rounds: 0 },
    },
  },
  until: {
    data: {
      says: 'once more, then it holds',
      variables: { n: 0 },
      steps: [
        {
          id: 's',
          kind: 'until',
          times: 3,
          pauseMs: 0,
          until: '{{ output == 1 }}',
          steps: [{ id: 'x', kind: 'set', value: '{{ index }}' }],
        },
      ],
      output: 1,
    },
    failure: {
      says: 'it never succeeds',
      steps: [{ id: 's', kind: 'until', times: 2, pauseMs: 0, steps: [broken] }],
      fails: ['data', 'no'],
    },
    empty: {
      says: 'nothing to do succeeds',
      steps: [{ id: 's', kind: 'until', times: 2, pauseMs: 0, steps: [] }],
      output: null,
    },
  },
  break: {
    data: {
      says: 'the loop ends with the second',
      given: [1, 2, 3],
      steps: [
        {
          id: 's',
          kind: 'each',
          items: '{{ trigger }}',
          steps: [{ id: 'b', kind: 'break', when: '{{ item == 2 }}' }],
        },
      ],
      output: { count: 1, failed: 0 },
    },
    failure: {
      says: 'without a loop around it',
      steps: [{ id: 'b', kind: 'break' }],
      fails: ['data', 'stands in no loop'],
    },
    empty: {
      says: 'a loop without items',
      given: [],
      steps: [
        { id: 's', kind: 'each', items: '{{ trigger }}', steps: [{ id: 'b', kind: 'break' }] },
      ],
      output: { count: 0, failed: 0 },
    },
  },
  continue: {
    data: {
      says: 'the second is left out',
      given: [1, 2, 3],
      variables: { seen: [] },
      steps: [
        {
          id: 's',
          kind: 'each',
          items: '{{ trigger }}',
          steps: [
            { id: 'c', kind: 'continue', when: '{{ item == 2 }}' },
            { id: 'x', kind: 'append', variable: 'seen', value: '{{ item }}' },
          ],
        },
        { id: 'e', kind: 'set', value: '{{ vars.seen }}' },
      ],
      output: [1, 3],
    },
    failure: {
      says: 'without a loop around it',
      steps: [{ id: 'c', kind: 'continue' }],
      fails: ['data', 'stands in no loop'],
    },
    empty: {
      says: 'a loop without items',
      given: [],
      steps: [
        { id: 's', kind: 'each', items: '{{ trigger }}', steps: [{ id: 'c', kind: 'continue' }] },
      ],
      output: { count: 0, failed: 0 },
    },
  },
  try: {
    data: {
      says: 'what the steps answer',
      steps: [{ id: 's', kind: 'try', steps: [{ id: 'x', kind: 'set', value: 1 }] }],
      output: 1,
    },
    failure: {
      says: 'the error is seen by what follows it',
      steps: [
        {
          id: 's',
          kind: 'try',
          steps: [broken],
          catch: [{ id: 'c', kind: 'set', value: '{{ error.message }}' }],
        },
      ],
      output: 'no',
    },
    empty: { says: 'nothing to try', steps: [{ id: 's', kind: 'try', steps: [] }], output: null },
  },
  lock: {
    data: {
      says: 'alone for a key',
      given: { id: 'o1' },
      steps: [
        {
          id: 's',
          kind: 'lock',
          key: 'order {{ trigger.id }}',
          steps: [{ id: 'x', kind: 'set', value: 1 }],
        },
      ],
      output: 1,
    },
    failure: {
      says: 'a step inside fails, and the lock is free again',
      steps: [
        {
          id: 't',
          kind: 'try',
          steps: [{ id: 's', kind: 'lock', key: 'k', steps: [broken] }],
          catch: [
            { id: 'l', kind: 'lock', key: 'k', steps: [{ id: 'y', kind: 'set', value: 'free' }] },
          ],
        },
      ],
      output: 'free',
    },
    empty: {
      says: 'nothing inside',
      steps: [{ id: 's', kind: 'lock', key: 'k', steps: [] }],
      output: null,
    },
  },
}
