import { T, defineAction } from '#kernel'
import { isSetUp } from '../founding.ts'
import { operatorSql } from '../running.ts'

export const showSetup = defineAction({
  id: 'identity.setup.show',
  kind: 'query',
  effect: 'local',
  title: 'Is set-up needed',
  description: 'Whether this server still waits for its first company.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ setup: T.Boolean({ 'x-manifest': true }) }),
  scope: 'everyone',
}).run(async (_input, ctx) => ({ setup: !(await isSetUp(operatorSql(ctx))) }))
