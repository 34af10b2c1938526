import { useState } from 'react'
import { ActionDialog, Button, ConfirmDialog, Dialog, t } from '#web'
import type { Item } from './types.ts'

/** One's own to-do: its words, day and priority, or away with it. */
export function ItemDialog({ item, onClose }: { item: Item; onClose: () => void }) {
  const [step, setStep] = useState<'choose' | 'change' | 'delete'>('choose')
  const { id, title, due_on, priority } = item
  if (step === 'change')
    return (
      <ActionDialog
        action="todo.item.update"
        preset={{ item: id, title, priority, ...(due_on ? { due_on } : {}) }}
        hidden={['item']}
        submit={t('Save')}
        onClose={onClose}
      />
    )
  if (step === 'delete')
    return (
      <ConfirmDialog
        title={t('Delete “{title}”?', { title })}
        text={t('It is gone for good.')}
        verb={t('Delete the to-do')}
        action="todo.item.drop"
        input={{ item: id }}
        onClose={onClose}
      />
    )
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="row end">
        <Button tone="danger" icon="trash" onClick={() => setStep('delete')}>
          {t('Delete the to-do')}
        </Button>
        <Button tone="primary" icon="edit" onClick={() => setStep('change')}>
          {t('Change it')}
        </Button>
      </div>
    </Dialog>
  )
}
