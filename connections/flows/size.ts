import { StepError } from './classify.ts'

/** As JSON, refused before it is made when it would be too long: a short value may hold one text a thousand times. */
export function jsonWithin(value: unknown, max: number, path: string): string {
  let left = max
  const count = (each: unknown, depth: number): void => {
    left -= 8
    if (typeof each === 'string') left -= each.length
    if (left < 0 || depth > 64)
      throw new StepError(
        'data',
        `What this step answers is longer than ${max / 1000} kB; keep it in a file.`,
        path,
      )
    if (typeof each !== 'object' || each === null) return
    for (const [key, inner] of Object.entries(each)) {
      left -= key.length
      count(inner, depth + 1)
    }
  }
  count(value, 0)
  // PostgreSQL stores no NUL in a text.
  return (JSON.stringify(value) ?? 'null').replaceAll(NUL, '$1\ufffd')
}
const NUL = /(?<!\\)((?:\\\\)*)\\u0000/g
