import './devices.css'
import { Icon, addWords, t } from '#web'
import { CopyField } from './copy-field.tsx'
import zh from './zh.json'

addWords(zh)

/** Where somebody comes who held a telephone before the code: it is meant for the device. */
export function Open() {
  const code = location.hash.slice(1)
  return (
    <div className="entry-card open-form">
      <Icon name="device" size={40} />
      <h1>{t('A code for a device')}</h1>
      <p>
        {t(
          'Let the device itself read this code, or enter the address into its settings. It connects with it once.',
        )}
      </p>
      {code && <CopyField label={t('Address')} value={location.href} />}
    </div>
  )
}
