import { Button, Dialog, t } from '#web'
import type { Part } from './types.ts'

/** Which part of a series is meant. */
export function PartDialog({
  title,
  danger,
  single,
  onChoose,
}: {
  title: string
  danger?: boolean
  /** One or all: an answer is not given from one on. */
  single?: boolean
  onChoose: (part: Part | undefined) => void
}) {
  return (
    <Dialog title={title} onClose={() => onChoose(undefined)}>
      <div className="stack">
        <Button onClick={() => onChoose('this')}>
          {single ? t('Just this one') : t('Only this one')}
        </Button>
        {!single && (
          <Button onClick={() => onChoose('following')}>{t('This and all later ones')}</Button>
        )}
        <Button tone={danger ? 'danger' : 'plain'} onClick={() => onChoose('all')}>
          {t('The whole series')}
        </Button>
      </div>
    </Dialog>
  )
}
