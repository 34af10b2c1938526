import { forbidden, type Actor } from '#kernel'

/** What every action refuses that only a device calls, for itself. */
export const deviceErrors = {
  onlyDevices: forbidden(
    'Only a device does this, with its own token.',
    'Register one under Devices and let it claim its token.',
  ),
  revoked: forbidden('This device has been revoked.', 'Ask who manages devices for a new code.'),
}

/** Its own id; nobody's for anybody else. */
export const asDevice = ({ kind, id }: Actor): string => (kind === 'device' ? id : '')
