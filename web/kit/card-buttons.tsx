import { useState } from 'react'
import { labelOf, optionOf } from './action-dialog.tsx'
import { Button } from './button.tsx'
import { wordsIn, type CardState } from './card-data.ts'
import { call, type Problem } from './client.ts'
import { Icon } from './icon.tsx'
import { t } from './language.ts'
import { useCatalog, type CardInfo, type Schema } from './manifest.ts'
import { nounOf, queries, refreshActions } from './query.ts'
import { SchemaForm } from './schema-form.tsx'
import { say } from './state.tsx'
import { uuid } from './uuid.ts'

interface Pressed {
  result: 'ok' | 'call'
  action: string
  output: Record<string, unknown>
}
type ButtonPart = Extract<CardInfo['components'][string], { kind: 'button' }> & { id: string }

/** The buttons of a card: what is asked opens in place, a refusal stands beside what was pressed. */
export function CardButtons({
  card,
  buttons,
  root,
  translate,
}: {
  card: CardState
  buttons: { id: string }[]
  root: unknown
  translate: (text: string) => string
}) {
  const [asking, setAsking] = useState<ButtonPart>()
  const [busy, setBusy] = useState<string>()
  const [refusal, setRefusal] = useState<{ name: string; problem: Problem }>()

  const press = async (part: ButtonPart, input: Record<string, unknown> = {}) => {
    setBusy(part.name)
    setRefusal(undefined)
    const where = card.delivery ? { delivery: card.delivery } : { card: card.card }
    const id = uuid()
    const pressed = await call<Pressed>(
      'cards.card.press',
      { ...where, name: part.name, rev: card.rev, input, client_action_id: id },
      { key: id },
    )
    // What asks the world outside runs by itself, under the same key.
    const answer =
      pressed.ok && pressed.value.result === 'call'
        ? await call(pressed.value.action, pressed.value.output, { key: id })
        : pressed
    setBusy(undefined)
    if (!answer.ok) {
      setRefusal({ name: part.name, problem: { ...answer.problem, action: part.action } })
      // Refused because it moved on: show what it is now.
      if (answer.problem.status === 409)
        void queries.invalidateQueries({ queryKey: ['cards.card.get'] })
      return
    }
    setAsking(undefined)
    refreshActions([nounOf(part.action), 'cards.card', 'notify.notice'])
  }
  const start = (part: ButtonPart) => {
    setRefusal(undefined)
    if ((part.ask?.length ?? 0) > 0 || part.confirm) setAsking(part)
    else void press(part)
  }
  const parts = buttons as ButtonPart[]
  const label = (part: ButtonPart) => wordsIn(part.text, root, translate)
  return (
    <div className="card-foot">
      {asking ? (
        <Ask
          key={asking.id}
          part={asking}
          verb={label(asking)}
          busy={busy === asking.name}
          problem={refusal?.problem}
          translate={translate}
          onPress={(input) => void press(asking, input)}
          onCancel={() => setAsking(undefined)}
        />
      ) : (
        <div className="card-buttons">
          {parts.map((part) => (
            <Button
              key={part.id}
              small
              tone={part.tone ?? 'plain'}
              busy={busy === part.name}
              disabled={busy !== undefined}
              onClick={() => start(part)}
            >
              {label(part)}
            </Button>
          ))}
        </div>
      )}
      {refusal && !asking && (
        <p className="refusal" role="alert">
          <Icon name="warning" size={15} />
          <span>
            <b>{say(refusal.problem)}</b> {t(refusal.problem.fix)}
          </span>
        </p>
      )}
    </div>
  )
}

function Ask({
  part,
  verb,
  busy,
  problem,
  translate,
  onPress,
  onCancel,
}: {
  part: ButtonPart
  verb: string
  busy: boolean
  problem: Problem | undefined
  translate: (text: string) => string
  onPress: (input: Record<string, unknown>) => void
  onCancel: () => void
}) {
  const catalog = useCatalog()
  const ask = part.ask ?? []
  const input = catalog.action(part.action)?.input
  const properties = Object.fromEntries(
    ask.map((name): [string, Schema] => [
      name,
      input?.properties?.[name] ?? { type: 'string', maxLength: 2000 },
    ]),
  )
  const schema: Schema = {
    type: 'object',
    properties,
    required: (input?.required ?? []).filter((name) => ask.includes(name)),
  }
  return (
    <div className="card-ask">
      {part.confirm && <p>{translate(part.confirm)}</p>}
      <SchemaForm
        schema={schema}
        label={labelOf(catalog, part.action)}
        option={optionOf(catalog, nounOf(part.action))}
        problem={problem}
        onSubmit={onPress}
      >
        <div className="row end">
          <Button small onClick={onCancel}>
            {t('Cancel')}
          </Button>
          <Button small submit tone={part.tone === 'danger' ? 'danger' : 'primary'} busy={busy}>
            {verb}
          </Button>
        </div>
      </SchemaForm>
    </div>
  )
}
