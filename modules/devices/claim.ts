/** A code is on a screen or a label: a day is long enough to carry it to the machine. */
export const CLAIM_MS = 24 * 3_600_000
/** With a new token in hand the old one still works for a while: the answer may have been lost. */
export const OVERLAP_MS = 600_000
export const SCOPES = ['devices.report'] as const

/** Behind `#`, so that no log or proxy on the way holds it. A device takes the origin and the code out of it. */
export const claimAddress = (base: string, code: string): string => `${base}/open/devices#${code}`

/** A picture that any camera reads, as SVG text. */
export async function qrCode(text: string): Promise<string> {
  const { default: QRCode } = await import('qrcode')
  return QRCode.toString(text, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' })
}
