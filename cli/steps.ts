import type { Step } from './open-kernel.ts'

/** Progress for a person: one aligned line per step; a step that goes on rewrites its line on a terminal. */
export function steps(out: NodeJS.WriteStream = process.stderr): Step {
  let last = ''
  return (what, how) => {
    const line = `  ${what.padEnd(10)} ${how}`
    if (out.isTTY && what === last) out.write(`\u001b[1A\u001b[2K${line}\n`)
    else out.write(`${line}\n`)
    last = what
  }
}
