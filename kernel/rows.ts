/** A statement being written: its first parameter is the organisation. */
export interface Writing {
  readonly values: unknown[]
  bind(value: unknown, type: string): string
}

export function writing(org: string): Writing {
  const values: unknown[] = [org]
  return { values, bind: (value, type) => `$${values.push(value)}::${type}` }
}

type Columns = Readonly<Record<string, readonly [type: string, values: readonly unknown[]]>>

/**
 * Rows as parameters: a column that is the same in every row travels once, the others as arrays. Answers
 * what to select from (nothing for one row) and the expression of each column.
 */
export function rowsOf<C extends Columns>(
  { bind }: Writing,
  alias: string,
  columns: C,
): { from: string; at: Record<keyof C, string> } {
  const [names, arrays]: [string[], string[]] = [[], []]
  const at: Record<string, string> = {}
  for (const [name, [type, values]] of Object.entries(columns)) {
    const first = values[0]
    if (values.every((value) => value === first)) at[name] = bind(first, type)
    else {
      at[name] = `${alias}.${name}`
      names.push(name)
      arrays.push(bind(values, `${type}[]`))
    }
  }
  // Rows that are all alike are still as many as they are.
  const length = Object.values(columns)[0]![1].length
  const from = names.length
    ? `FROM unnest(${arrays.join(', ')}) AS ${alias}(${names.join(', ')})`
    : length > 1
      ? `FROM generate_series(1, ${bind(length, 'int')}) AS ${alias}`
      : ''
  return { from, at: at as Record<keyof C, string> }
}
