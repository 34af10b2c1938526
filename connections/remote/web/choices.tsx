import { useState } from 'react'
import { Button, Dialog, ErrorLine, Field, PersonPicker, RecordPicker, t, useCommand } from '#web'

/** What a vendor's page asks a person to choose. Nothing goes to it unless he does. */
export function PickPeople({
  title,
  multiple,
  onDone,
}: {
  title: string
  multiple: boolean
  onDone: (people: string[]) => void
}) {
  const [people, setPeople] = useState<string[]>([])
  return (
    <Dialog title={title} onClose={() => onDone([])}>
      <div className="stack">
        <Field label={t('People')}>
          {(wires) => (
            <PersonPicker value={people} onChange={setPeople} many={multiple} wires={wires} />
          )}
        </Field>
        <p className="muted">{t('The vendor learns whom you choose here.')}</p>
        <div className="form-foot">
          <Button onClick={() => onDone([])}>{t('Cancel')}</Button>
          <Button tone="primary" disabled={people.length === 0} onClick={() => onDone(people)}>
            {t('Choose')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

export function SendCard({
  module,
  noun,
  record,
  onDone,
}: {
  module: string
  noun: string
  record: string
  onDone: (sent: boolean) => void
}) {
  const [talk, setTalk] = useState<string[]>([])
  const share = useCommand(`${module}.${noun}.share`, { onDone: () => onDone(true) })
  return (
    <Dialog title={t('Send the card')} onClose={() => onDone(false)}>
      <div className="stack">
        <Field label={t('Conversation')}>
          {(wires) => (
            <RecordPicker
              entity="chat.conversation"
              value={talk}
              onChange={setTalk}
              wires={wires}
            />
          )}
        </Field>
        <ErrorLine problem={share.problem} />
        <div className="form-foot">
          <Button onClick={() => onDone(false)}>{t('Cancel')}</Button>
          <Button
            tone="primary"
            disabled={talk.length === 0}
            busy={share.isPending}
            onClick={() => share.mutate({ [noun]: record, conversation: talk[0]! })}
          >
            {t('Send')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
