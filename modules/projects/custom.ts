import type { Static } from '#kernel'
import { checkedValues, type CustomValues } from '#modules/directory'
import type { FieldSpec } from './entities.ts'

export type Values = CustomValues

/** Values merged over what was there (null clears), checked against the project's own fields. */
export const customOf = (
  fields: readonly Static<typeof FieldSpec>[],
  given: Readonly<Record<string, unknown>>,
  before: Values = {},
): Values =>
  checkedValues(fields, given, before, {
    message: (key) => `This project has no field “${key}”.`,
    fix: 'A lead defines fields in the project’s settings.',
  })
