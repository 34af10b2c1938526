import { useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Field,
  PersonPicker,
  Segmented,
  TextField,
  go,
  t,
  useCatalog,
  useCommand,
} from '#web'
import { addTalk } from './talks.ts'
import type { Conversation } from './types.ts'

/** One colleague or a group: two people and more make a group. */
export function NewGroupDialog({ onClose }: { onClose: () => void }) {
  const { actor } = useCatalog()
  const [kind, setKind] = useState<'direct' | 'group'>('group')
  const [name, setName] = useState('')
  const [people, setPeople] = useState<string[]>([])
  const create = useCommand<{ conversation: Conversation }>('chat.conversation.create', {
    refresh: [],
    onDone: ({ conversation }) => {
      addTalk(conversation)
      onClose()
      go(`/messages/${conversation.id}`)
    },
  })
  const ready = people.length > 0 && (kind === 'direct' || name.trim() !== '')
  return (
    <Dialog title={t('Start a conversation')} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready)
            create.mutate({ kind, people, ...(kind === 'group' ? { name: name.trim() } : {}) })
        }}
      >
        <Segmented
          label={t('Kind')}
          value={kind}
          onChange={setKind}
          options={[
            { value: 'group', label: t('Group'), icon: 'people' },
            { value: 'direct', label: t('One colleague'), icon: 'person' },
          ]}
        />
        {kind === 'group' && (
          <TextField
            label={t('Name of the group')}
            required
            value={name}
            onChange={setName}
            maxLength={100}
            autoFocus
          />
        )}
        <Field label={kind === 'group' ? t('People') : t('Colleague')} required>
          {(wires) => (
            <PersonPicker
              wires={wires}
              many={kind === 'group'}
              value={people}
              onChange={setPeople}
              without={[actor.id]}
            />
          )}
        </Field>
        <ErrorLine problem={create.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            submit
            tone="primary"
            busy={create.isPending}
            disabled={!ready || create.isPending}
          >
            {kind === 'group' ? t('Create the group') : t('Write')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
