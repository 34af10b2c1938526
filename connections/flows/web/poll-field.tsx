import { labelOf, nounOf, optionOf, t, useCatalog, type ActionInfo, type PollInfo } from '#web'
import { pollOf } from './polled.ts'
import type { Trigger } from './types.ts'
import { Fields } from './value-field.tsx'

type Poll = Extract<Trigger, { kind: 'poll' }>
export type Polled = ActionInfo & { poll: PollInfo }
export const isPolled = (action: ActionInfo | undefined): action is Polled =>
  action?.poll !== undefined

/** What is looked at again and again: lists that say themselves how one sees what is new in them. */
export function PollField({ value, onChange }: { value: Poll; onChange: (next: Poll) => void }) {
  const catalog = useCatalog()
  const groups = catalog.modules
    .map((module) => ({ module, lists: module.actions.filter(isPolled) }))
    .filter(({ lists }) => lists.length > 0)
  const action = catalog.action(value.action)
  const known = isPolled(action)
  return (
    <>
      <div className="field">
        <label htmlFor="flow-poll">{t('What is looked at')}</label>
        <select
          id="flow-poll"
          className="input select"
          value={known ? value.action : ''}
          onChange={(event) => {
            const next = catalog.action(event.target.value)
            if (isPolled(next)) onChange(pollOf(next, value.everyMs))
            else onChange({ ...value, action: '', input: {} })
          }}
        >
          <option value="">{t('Any other action')}</option>
          {groups.map(({ module, lists }) => (
            <optgroup key={module.id} label={catalog.title(module.id, module.title)}>
              {lists.map(({ id, title }) => (
                <option key={id} value={id}>
                  {catalog.title(id, title)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
      {known && (
        <Fields
          key={action.id}
          schema={action.input}
          path="/trigger/input"
          value={(value.input ?? {}) as Record<string, unknown>}
          without={action.poll.since === undefined ? [] : [action.poll.since]}
          labelOf={labelOf(catalog, action.id)}
          optionOf={optionOf(catalog, nounOf(action.id))}
          onChange={(input) =>
            onChange({
              ...value,
              input: {
                ...(action.poll.since === undefined ? {} : { [action.poll.since]: '{{ cursor }}' }),
                ...input,
              },
            })
          }
        />
      )}
    </>
  )
}
