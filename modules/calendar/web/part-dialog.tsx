import { Button, Dialog, t } from '#web'
import type { Part } from './types.ts'

/** Which part of a series is meant. */
export function PartDialog({
  title,
  danger,
  onChoose,
}: {
  title: string
  danger?: boolean
  onChoose: (part: Part | undefined) => void
}) {
  return (
    <Dialog title={title} onClose={() => onChoose(undefined)}>
      <div className="stack">
        <Button onClick={() => onChoose('this')}>{t('Only this one')}</Button>
        <Button onClick={() => onChoose('following')}>{t('This and all later ones')}</Button>
        <Button tone={danger ? 'danger' : 'plain'} onClick={() => onChoose('all')}>
          {t('The whole series')}
        </Button>
      </div>
    </Dialog>
  )
}
