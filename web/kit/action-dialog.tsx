import { useId } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { t } from './language.ts'
import { useCatalog, wordsOf, type Catalog, type Schema } from './manifest.ts'
import { nounOf, useCommand } from './query.ts'
import { say } from './state.tsx'
import { SchemaForm, forgetDraft } from './schema-form.tsx'
import type { Draft } from './schema.ts'

/** A field's title: the action's own word, else the entity's, else its name. */
export function labelOf(catalog: Catalog, owner: string, noun = nounOf(owner)) {
  return (name: string, schema: Schema) => {
    const field = catalog.entity(noun)?.fields[name]
    const own = catalog.title(`${owner}.${name}`, '')
    return own || catalog.title(`${noun}.${name}`, schema.title ?? field?.title ?? t(wordsOf(name)))
  }
}

/** A choice's title: `<entity>.<field>.<value>` in a module's words, else the shell's; what people made says its own. */
export const optionOf = (catalog: Catalog, noun: string) => (name: string, value: string) => {
  const known = catalog.title(`${noun}.${name}.${value}`, '')
  if (known || !noun.startsWith('app_')) return known || t(wordsOf(value))
  const titles = catalog.entity(noun)?.fields[name]?.['x-titles'] as
    | Record<string, string>
    | undefined
  return titles?.[value] ?? value
}

interface Props {
  action: string
  /** Values already known; those named in `hidden` are not shown. */
  preset?: Draft
  hidden?: readonly string[]
  title?: string
  submit?: string
  onDone?: (value: Record<string, unknown>) => void
  onClose: () => void
}

/** Form and submit for any action, from its contract alone. */
export function ActionDialog({
  action: id,
  preset = {},
  hidden = [],
  title,
  submit,
  onDone,
  onClose,
}: Props) {
  const catalog = useCatalog()
  const action = catalog.action(id)
  const formId = useId()
  const fixed = Object.fromEntries(
    hidden.filter((field) => preset[field] !== undefined).map((field) => [field, preset[field]]),
  )
  // What was typed about one record is no draft for another.
  const draftKey = [id, catalog.actor.id, ...Object.values(fixed).map(String)].join(':')
  const command = useCommand<Record<string, unknown>>(id, {
    onDone: (value) => {
      forgetDraft(draftKey)
      onClose()
      onDone?.(value)
    },
  })
  if (!action) return null
  const name = title ?? catalog.title(id, action.title)
  const verb = submit ?? name
  return (
    <Dialog title={name} onClose={onClose}>
      <SchemaForm
        schema={action.input}
        label={labelOf(catalog, id)}
        option={optionOf(catalog, nounOf(id))}
        initial={preset}
        hidden={hidden}
        draftKey={draftKey}
        problem={command.problem}
        onSubmit={(value) => command.mutate({ ...value, ...fixed })}
      >
        <div className="form-foot" id={formId}>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone={action.destructive ? 'danger' : 'primary'} busy={command.isPending}>
            {verb}
          </Button>
        </div>
      </SchemaForm>
    </Dialog>
  )
}

/** Asks before something that cannot be undone, naming the thing and its consequence. */
export function ConfirmDialog({
  title,
  text,
  verb,
  action,
  input,
  refresh,
  onDone,
  onClose,
}: {
  title: string
  text: string
  verb: string
  action: string
  input: Record<string, unknown>
  refresh?: string[]
  onDone?: () => void
  onClose: () => void
}) {
  const command = useCommand(action, {
    ...(refresh ? { refresh } : {}),
    onDone: () => {
      onClose()
      onDone?.()
    },
  })
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      {command.problem && (
        <p className="field-error" role="alert">
          {say(command.problem)} {t(command.problem.fix)}
        </p>
      )}
      <div className="form-foot">
        <Button onClick={onClose}>{t('Cancel')}</Button>
        <Button tone="danger" busy={command.isPending} onClick={() => command.mutate(input)}>
          {verb}
        </Button>
      </div>
    </Dialog>
  )
}
