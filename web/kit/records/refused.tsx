import { IconButton } from '../button.tsx'
import type { Problem } from '../client.ts'
import { Icon } from '../icon.tsx'
import { t } from '../language.ts'
import { say } from '../state.tsx'

/** Why a change was refused, beside what it was about, until it is put away. */
export function Refused({
  problem,
  onClose,
}: {
  problem: Problem | undefined
  onClose: () => void
}) {
  if (!problem) return null
  return (
    <div className="refusal" role="alert">
      <Icon name="warning" size={16} />
      <span className="grow">
        <b>{say(problem)}</b> {problem.fix && t(problem.fix)}
      </span>
      <IconButton icon="close" size={14} label={t('Put away')} onClick={onClose} />
    </div>
  )
}
