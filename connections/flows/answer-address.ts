import type { Kernel } from '#kernel'
import type { Claim } from './claims.ts'

/** Who has the address may answer waits of this run and nothing else; it is sealed, so nothing is stored for it. */
export const answerAddress = (kernel: Kernel | undefined, { org, id }: Claim): string =>
  kernel
    ? `${kernel.publicUrl}/hooks/answer/${encodeURIComponent(kernel.secrets.seal(`${org} ${id}`, BOUND))}/`
    : ''

export function answered(kernel: Kernel, token: string): { org: string; run: string } | undefined {
  try {
    const [org = '', run = ''] = kernel.secrets.open(token, BOUND).split(' ')
    return { org, run }
  } catch {
    return undefined
  }
}
const BOUND = 'flows.answer'
