/** Longest e-mail address that mail itself allows. */
const EMAIL_MAX = 254

/** As it is stored and compared: NFC, lower case. Letters of any script are fine before the @; `undefined` when it is no address. */
export function emailOf(text: string): string | undefined {
  const email = text.normalize('NFC').trim().toLowerCase()
  return email.length <= EMAIL_MAX && /^[^\s@<>()[\],;:\\"]+@[^\s@<>()[\],;:\\"]+$/u.test(email)
    ? email
    : undefined
}

/** Chinese mobile numbers get their country code, others keep the one they have. `undefined` when it is no number. */
export function mobileOf(text: string): string | undefined {
  const plain = text
    .normalize('NFKC')
    .replaceAll(/[\s\-().·]/g, '')
    .replace(/^00/, '+')
  if (/^(\+?86)?1[3-9]\d{9}$/.test(plain)) return `+86${plain.slice(-11)}`
  return /^\+?\d{5,15}$/.test(plain) ? plain : undefined
}

export const staffNoOf = (text: string): string => text.normalize('NFC').trim()
