import type { Context, RecordOf } from '#kernel'
import { checkedValues, type CustomValues } from './custom-values.ts'
import { CustomField } from './entities.ts'

export type FieldRow = RecordOf<typeof CustomField>
// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
type AnyContext = Context<any, any>
/** More would make no readable form. */
export const FIELDS_MAX = 100

export async function customFields(ctx: AnyContext): Promise<FieldRow[]> {
  const { items } = await ctx
    .records(CustomField)
    .unchecked('what fields there are decides how a value is read')
    .list({ sort: ['sort', 'title'], limit: FIELDS_MAX })
  return items
}

/** Values merged over what was there (null clears), checked against the definitions. */
export async function customOf(
  ctx: AnyContext,
  given: Readonly<Record<string, unknown>> | null | undefined,
  before: CustomValues = {},
): Promise<CustomValues> {
  return checkedValues(await customFields(ctx), given ?? {}, before, {
    message: (key) => `There is no custom field “${key}”.`,
    fix: 'Define it first.',
  })
}
