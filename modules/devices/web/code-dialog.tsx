import { useEffect, useState } from 'react'
import { Button, Dialog, ErrorLine, Loading, exactTime, t, useCommand } from '#web'
import { CopyField } from './copy-field.tsx'
import type { Device } from './types.ts'

/** The code with which a device connects; it closes by itself once it has. */
export function CodeDialog({ device, onClose }: { device: Device; onClose: () => void }) {
  const { mutate, data, problem } = useCommand<{ address: string; qr: string; expires_at: string }>(
    'devices.device.invite',
    { refresh: [] },
  )
  const { id } = device
  useEffect(() => mutate({ device: id }), [mutate, id])
  const [before] = useState(device.claimed_at)
  const came = data !== undefined && device.claimed_at !== before
  return (
    <Dialog title={t('Connect “{name}”', { name: device.name })} onClose={onClose}>
      <div className="stack device-code">
        {came ? (
          <p role="status">{t('It is connected.')}</p>
        ) : data ? (
          <>
            <p>{t('Let the device read this code, or enter the address into its settings.')}</p>
            <img
              className="qr"
              src={`data:image/svg+xml;utf8,${encodeURIComponent(data.qr)}`}
              width={240}
              height={240}
              alt={t('QR code for the device')}
            />
            <CopyField label={t('Address')} value={data.address} />
            <p className="muted">
              {t('It works once, until {at}.', { at: exactTime(data.expires_at) })}
            </p>
          </>
        ) : problem ? (
          <ErrorLine problem={problem} />
        ) : (
          <Loading rows={4} />
        )}
        <div className="form-foot">
          <Button tone={came ? 'primary' : 'plain'} onClick={onClose}>
            {t('Close')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
