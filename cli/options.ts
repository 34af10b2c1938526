/** `--name value`, `--name=value` and `--flag`; everything else is a word. */
export function readOptions(args: readonly string[]): {
  words: string[]
  options: Record<string, string | boolean>
} {
  const words: string[] = []
  const options: Record<string, string | boolean> = {}
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!
    if (!arg.startsWith('--')) {
      words.push(arg)
      continue
    }
    const [name = '', joined] = arg.slice(2).split(/=(.*)/s)
    const next = args[index + 1]
    if (joined !== undefined) options[name] = joined
    else if (next !== undefined && !next.startsWith('--')) {
      options[name] = next
      index += 1
    } else options[name] = true
  }
  return { words, options }
}

/** A text option that must be there. */
export function required(options: Record<string, string | boolean>, name: string): string {
  const value = options[name]
  if (typeof value !== 'string' || !value) throw new Error(`--${name} is missing.`)
  return value
}
