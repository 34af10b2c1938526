import { Icon, t } from '#web'
import type { LinkRow } from './types.ts'

const LOOKS = { ok: 'success', failing: 'danger', unknown: '' } as const

/** Whether a vendor's server answers; a word beside the colour. */
export function Health({ value }: { value: LinkRow['health'] }) {
  return (
    <span className={`tag ${LOOKS[value]}`}>
      <Icon
        name={value === 'ok' ? 'check' : value === 'failing' ? 'warning' : 'history'}
        size={13}
      />
      {{ ok: t('Answers'), failing: t('Does not answer'), unknown: t('Not asked yet') }[value]}
    </span>
  )
}
