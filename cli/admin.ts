import { print } from './explain.ts'
import { callOperator } from './operator.ts'
import { readOptions, required } from './options.ts'

/** `admin recover --org ORG [--email EMAIL]`: a single-use link with which an owner sets a new password. */
export async function run(args: string[]): Promise<void> {
  const { words, options } = readOptions(args)
  if (words[0] !== 'recover')
    throw new Error('Usage: ./tenon admin recover --org ORG [--email EMAIL]')
  const org = required(options, 'org')
  print(
    await callOperator(
      'identity.owner.recover',
      typeof options['email'] === 'string' ? { email: options['email'] } : {},
      org,
    ),
    options['json'] === true || !process.stdout.isTTY,
  )
}
