import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { checked, inWords, LOOKS } from './checked.ts'
import { DESK, nameOf, openSite, settled, type Site } from './site.ts'

/** The studio as a member without any other right: what is his he makes, others' he does not see. */
let site: Site
before(async () => {
  site = await openSite()
})
after(() => site[Symbol.asyncDispose]())

/** Has an effect, a loop, and an end that fails for some. */
const asking = {
  format: 1,
  title: '逐条询问 Asking',
  trigger: { kind: 'manual' },
  steps: [
    {
      id: 'lines',
      kind: 'each',
      title: 'Lines',
      items: '{{ trigger.lines }}',
      steps: [{ id: 'line', kind: 'set', title: 'Line', value: '{{ item.name + "!" }}' }],
    },
    {
      id: 'ask',
      kind: 'call',
      action: 'approval.request.create',
      input: { title: '{{ trigger.title }}', approver: '{{ trigger.approver }}' },
    },
    { id: 'wait_a_while', kind: 'wait', title: 'A while', for: '3d' },
  ],
}

const sorting = {
  format: 1,
  title: '按金额处理 Sorting',
  trigger: {
    kind: 'manual',
    input: { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] },
  },
  steps: [
    {
      id: 'size',
      kind: 'choose',
      title: 'How much?',
      branches: [
        {
          title: 'Much',
          if: '{{ trigger.amount > 10000 }}',
          steps: [{ id: 'large', kind: 'set', title: 'Large', value: 'ask' }],
        },
      ],
      otherwise: [{ id: 'small', kind: 'set', title: 'Small', value: 'fine' }],
    },
    { id: 'answer', kind: 'set', title: 'Answer', value: { decision: '{{ steps.size }}' } },
  ],
}

async function make(definition: object, enabled = true): Promise<string> {
  const { flow } = (await site.as['wang']!.call('flows.flow.create', { definition, enabled })) as {
    flow: string
  }
  return flow
}

test('from the list to the canvas, a step changed, published, run, and its steps seen', async () => {
  const page = await site.open('wang', DESK)
  const id = await make(sorting)
  await page.goto('/flows')
  await page.getByRole('link', { name: sorting.title }).click()
  await page.locator('[data-step=answer]').click()
  const panel = page.locator('aside.side')
  await panel.getByLabel(/^Value/).fill('{"decision": "{{ steps.size }}", "n": 1}')
  await page.getByRole('button', { name: 'Publish' }).click()
  const publish = page.getByRole('dialog')
  await publish.getByLabel('What changes, and why').fill('A number beside it')
  await publish.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Version 2', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page
    .getByRole('dialog')
    .getByLabel('What the trigger gives (JSON)')
    .fill('{"amount": 20000}')
  await page.getByRole('dialog').getByRole('button', { name: 'Run it for real' }).click()
  await page.waitForURL(new RegExp(`/flows/${id}/runs/`))
  await page.locator('[data-step=answer]').click()
  await panel.getByText('"decision": "ask"').last().waitFor()
  assert.match(await page.locator('[data-step=small]').innerText(), /Small\n/)
  await page.context().close()
})

for (const look of LOOKS) {
  test(`the studio as ${nameOf(look)}`, async () => {
    const say = inWords(look)
    const page = await site.open('wang', look)
    const id = await make(sorting)
    await page.goto('/flows')
    await page.getByRole('link', { name: sorting.title }).first().waitFor()
    await checked(page, look, 'flows')
    await page.goto(`/flows/${id}`)
    await page.locator('[data-step=size]').waitFor()
    await settled(page)
    await checked(page, look, 'flow')
    await page.locator('[data-step=size]').click()
    await page.locator('aside.side').waitFor()
    await checked(page, look, 'flow-step')
    await page
      .locator('aside.side')
      .getByRole('button', { name: say('Close', '关闭') })
      .click()
    await page.getByRole('button', { name: say('Test', '测试'), exact: true }).click()
    await page.getByRole('dialog').locator('textarea').fill('{"amount": 5}')
    await checked(page, look, 'flow-test')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('Test without effects', '测试（不产生任何影响）') })
      .click()
    await page.locator('[data-step=answer].seen-success').waitFor()
    await checked(page, look, 'flow-tested')
    await page.context().close()
  })
}

test('runs: grouped errors, a run looked at, tried again, cancelled, run again with the difference first', async () => {
  const as = site.as['wang']!
  const bad = await make({
    ...sorting,
    title: '会失败 Failing',
    steps: [
      { id: 'count', kind: 'set', value: '{{ trigger.n + 1 }}' },
      {
        id: 'stop',
        kind: 'fail',
        when: '{{ trigger.n > 1 }}',
        message: 'Too many: {{ trigger.n }}',
      },
      { id: 'end', kind: 'set', value: '{{ steps.count }}' },
    ],
    trigger: { kind: 'manual' },
  })
  for (const n of [1, 2, 3]) await as.call('flows.run.start', { flow: bad, input: { n } })
  const waits = await make(asking)
  const { run } = (await as.call('flows.run.start', {
    flow: waits,
    input: {
      title: '纸张 Paper',
      approver: site.as['chen']!.id,
      lines: [{ name: 'a' }, { name: 'b' }],
    },
  })) as { run: string }
  const page = await site.open('wang', DESK)
  await page.goto(`/flows/${bad}/runs`)
  await page.getByRole('heading', { name: 'Failed, by class' }).waitFor()
  await checked(page, DESK, 'runs')
  await page.getByRole('button', { name: /^2 Data · stop/ }).click()
  const list = page.getByRole('list', { name: 'Runs' })
  await list.getByText('Done', { exact: true }).waitFor({ state: 'detached' })
  assert.equal(await list.getByRole('listitem').count(), 2)
  await list.getByRole('link').first().click()
  await page.getByText('Too many: 3').first().waitFor()
  await checked(page, DESK, 'run-failed')
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Run again' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Show what would differ' }).click()
  await page
    .getByRole('dialog')
    .getByText('Of 1 looked at, none would answer differently.')
    .waitFor()
  await checked(page, DESK, 'run-again')
  await page.getByRole('dialog').getByRole('button', { name: 'Run again' }).click()
  await page.getByRole('link', { name: 'The run it repeats' }).waitFor()

  await page.goto(`/flows/${waits}/runs/${run}`)
  await page.locator('.head').getByText('Waiting').waitFor()
  await page.locator('[data-step=line]').click()
  await page.locator('aside.side').getByLabel('Output', { exact: true }).getByText('a!').waitFor()
  await checked(page, DESK, 'run-waiting')
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Cancel the run' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the run' }).click()
  await page.locator('.head').getByText('Cancelled').waitFor()
  await page.context().close()
})

test('a step is found, added, filled from data, moved by keyboard, undone', async () => {
  const page = await site.open('wang', DESK)
  const id = await make(sorting)
  await page.goto(`/flows/${id}`)
  await page.getByRole('button', { name: 'Add a step after “Answer”' }).click()
  const picker = page.getByRole('dialog')
  await picker.getByRole('searchbox').fill('approval request create')
  await checked(page, DESK, 'flow-offers')
  await picker
    .getByRole('button', { name: /approval.request.create/ })
    .first()
    .click()
  const panel = page.locator('aside.side')
  const title = panel.getByLabel(/^Title|^What for|^Subject/).first()
  await title.click()
  await panel.getByText('Data', { exact: true }).click()
  await panel.getByRole('button', { name: 'Fields of Trigger' }).click()
  await panel.getByRole('button', { name: /^amount/ }).click()
  assert.match(await title.inputValue(), /\{\{ trigger.amount \}\}/)
  await checked(page, DESK, 'flow-data')
  const order = () =>
    page.locator('.flow-step').evaluateAll((all) => all.map((one) => one.getAttribute('data-step')))
  await page.locator('[data-step=create]').press('Alt+ArrowUp')
  const moved = await order()
  assert.ok(moved.indexOf('create') < moved.indexOf('answer'), moved.join())
  await page.getByRole('button', { name: 'Undo' }).click()
  const back = await order()
  assert.ok(back.indexOf('create') > back.indexOf('answer'), back.join())
  assert.ok(await page.locator('.react-flow__minimap').boundingBox())
  await page.context().close()
})

test('who is asked in the run answers there, and the run goes on while one looks', async () => {
  const wang = site.as['wang']!
  const flow = await make({
    ...sorting,
    title: '请人决定 Deciding',
    trigger: { kind: 'manual' },
    steps: [
      {
        id: 'decide',
        kind: 'ask',
        title: 'Decide',
        question: 'Order more paper?',
        people: [wang.id],
      },
      { id: 'end', kind: 'set', title: 'After it', value: '{{ steps.decide.choice }}' },
    ],
  })
  const { run } = (await wang.call('flows.run.start', { flow, input: {} })) as { run: string }
  const page = await site.open('wang', DESK)
  await page.goto(`/flows/${flow}/runs/${run}`)
  await page.getByRole('region', { name: 'Order more paper?' }).waitFor()
  await checked(page, DESK, 'run-asked')
  await page.getByRole('button', { name: 'Approve' }).click()
  await page.locator('.head').getByText('Done').waitFor()
  await page.locator('[data-step=end]').click()
  await page
    .locator('aside.side')
    .getByLabel('Output', { exact: true })
    .getByText('approve')
    .waitFor()
  await page.context().close()
})

test('a template becomes a flow; an output is pinned; an old version is compared and taken back', async () => {
  const page = await site.open('wang', DESK)
  await page.goto('/flows')
  await page.getByRole('button', { name: 'New flow' }).click()
  await page.getByRole('dialog').getByText('Sort by amount', { exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make the flow' }).click()
  await page.locator('[data-step=small]').click()
  const panel = page.locator('aside.side')
  await panel.getByText('Result', { exact: true }).click()
  await panel.getByRole('button', { name: 'Run this step' }).click()
  await panel.getByLabel('Output', { exact: true }).getByText('Approved at once').waitFor()
  await panel.getByRole('button', { name: 'Pin the output' }).click()
  await panel.getByRole('button', { name: 'Release the pinned output' }).waitFor()
  await checked(page, DESK, 'flow-pinned')
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('dialog').getByText('pinned', { exact: false }).first().waitFor()
  await checked(page, DESK, 'flow-publish')
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Version 2', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Versions' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Version 2/ })
    .click()
  await page.getByRole('dialog').getByRole('list', { name: 'What differs' }).waitFor()
  await checked(page, DESK, 'flow-versions')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Version 1/ })
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take this version back' }).click()
  await page.getByText('Version 2, with changes not published yet').waitFor()
  await page.context().close()
})

test('others do not see it: a stranger is refused', async () => {
  const id = await make(sorting)
  const page = await site.open('stranger', DESK)
  await page.goto(`/flows/${id}`)
  await page.getByText('There is no such flow').waitFor()
  await page.goto('/flows')
  await page.getByText('No flow yet').waitFor()
  await checked(page, DESK, 'flows-empty')
  await page.context().close()
})
