/** What went wrong and what to do, without a stack unless TENON_DEBUG is set. */
export function explain(error: unknown): string {
  const problem = error as {
    message?: string
    fix?: string
    code?: string
    fields?: { path: string; message: string }[]
  }
  if (process.env['TENON_DEBUG'] && error instanceof Error) return error.stack ?? error.message
  const lines = [problem.message ?? String(error)]
  for (const { path, message } of problem.fields ?? []) lines.push(`  ${path}: ${message}`)
  if (problem.fix) lines.push(problem.fix)
  return lines.join('\n')
}

/** One line of JSON when asked or when nobody is looking; otherwise for people. */
export function print(value: unknown, json = !process.stdout.isTTY): void {
  process.stdout.write(
    json
      ? `${JSON.stringify(value)}\n`
      : `${typeof value === 'string' ? value : JSON.stringify(value, null, 2)}\n`,
  )
}
