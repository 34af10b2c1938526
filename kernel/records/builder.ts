/** Text under construction with its bound values; the organisation is always `$1`. */
export interface Builder {
  readonly values: unknown[]
  bind(value: unknown): string
}
export function builder(org: string): Builder {
  const values: unknown[] = [org]
  return { values, bind: (value) => `$${values.push(value)}` }
}
