/** The mark: two beams joined by a tenon, two strokes. The one drawing every icon is made from. */
export const MARK_PATHS = ['M4 11.5h9.5v-4h7v4H28', 'M4 20.5h9.5v-4h7v4H28'] as const

export function markSvg({ tile, size }: { tile: boolean; size: number }): string {
  const ink = tile ? '#ffffff' : '#3451b2'
  const back = tile ? '<rect width="48" height="48" fill="#3451b2"/>' : ''
  const strokes = MARK_PATHS.map((d) => `<path d="${d}"/>`).join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 48 48">${back}<g transform="translate(8 10)" fill="none" stroke="${ink}" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round">${strokes}</g></svg>`
}
