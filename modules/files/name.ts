const NAME_MAX = 255
/** Control characters, path separators, and marks that turn the reading direction to fake an ending. */
const UNSAFE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]/gu

/** A name that is safe to show and to save under on any system; its ending survives shortening. */
export function safeName(sent: string): string {
  const last = sent.split(/[/\\]/).at(-1)!
  const clean = last.replaceAll(UNSAFE, ' ').replaceAll(/\s+/gu, ' ').trim().replace(/^\.+/, '')
  if (clean === '') return 'file'
  if (clean.length <= NAME_MAX) return clean
  const ending = /\.[^.]{1,20}$/.exec(clean)?.[0] ?? ''
  return clean.slice(0, NAME_MAX - ending.length) + ending
}

/** What browsers would run as a page is handed over as plain bytes. */
const ACTIVE = /html|xml|svg|script|x-shockwave|xhtml/i
const MIME = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,99}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,99}$/

export function safeMime(sent: string): string {
  const type = sent.split(';')[0]!.trim().toLowerCase()
  return MIME.test(type) && !ACTIVE.test(type) ? type : 'application/octet-stream'
}
