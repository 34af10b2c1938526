/** Secrets stand behind `#`: a browser keeps that part to itself, so no log or referrer holds them. */
export const resetLink = (base: string, token: string): string => `${base}/reset#${token}`
export const joinLink = (base: string, token: string): string => `${base}/join#${token}`

/** A picture that any telephone reads, as SVG text. */
export async function qrCode(text: string): Promise<string> {
  const { default: QRCode } = await import('qrcode')
  return QRCode.toString(text, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' })
}
