import { Dialog, t } from '#web'

const keys = (): [string, string[]][] => [
  [t('Search and commands'), ['Ctrl', 'K']],
  [t('Show these keys'), ['?']],
  [t('Close what is open'), ['Esc']],
  [t('Move in lists and tables'), ['↑', '↓', '←', '→']],
  [t('Open the chosen row'), ['Enter']],
  [t('First or last column'), ['Home', 'End']],
  [t('A page up or down'), ['PgUp', 'PgDn']],
  [t('Send a message'), ['Enter']],
  [t('New line in a message'), ['Shift', 'Enter']],
  [t('Next or previous conversation'), ['Alt', '↓ ↑']],
  [t('Edit my last message'), ['↑']],
  [t('Mention a colleague'), ['@']],
]

export function Keys({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('Keys')} onClose={onClose}>
      <dl className="keys">
        {keys().map(([what, press]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              {press.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
