/** The command line and the only composition root: one file per command, loaded when it is asked for. */
const COMMANDS: Record<
  string,
  { says: string; run: () => Promise<{ run: (args: string[]) => Promise<void> }> }
> = {
  serve: { says: 'start the server', run: () => import('./serve.ts') },
  setup: {
    says: 'create the company and its administrator: --company NAME --admin EMAIL --password-file FILE [--sample]',
    run: () => import('./setup.ts'),
  },
  call: {
    says: 'run an action: call directory.person.list --limit 5, or --input \'{"…": …}\'',
    run: () => import('./call.ts'),
  },
  import: { says: 'import people FILE --org ORG [--yes]', run: () => import('./import.ts') },
  demo: {
    says: 'play the scenes on a fresh sample server: demo [s1 …] [--slow]',
    run: () => import('./demo.ts'),
  },
  openapi: {
    says: 'print the OpenAPI document (--write renews docs/)',
    run: () => import('./openapi.ts'),
  },
  new: { says: 'new module NAME, new app NAME: a folder that runs', run: () => import('./new.ts') },
  admin: {
    says: 'admin recover --org ORG: a link for an owner who lost his password',
    run: () => import('./admin.ts'),
  },
  doctor: { says: 'what is set, what runs, what is wrong', run: () => import('./doctor.ts') },
  backup: {
    says: 'back up everything while serving: [--to FOLDER]',
    run: () => import('./backup.ts'),
  },
  restore: { says: 'restore FOLDER into an empty server', run: () => import('./restore.ts') },
  web: { says: 'build the web, without serving', run: () => import('./web.ts') },
  migrate: {
    says: 'bring the database to this version, without serving',
    run: () => import('./migrate.ts'),
  },
}

const [name, ...args] = process.argv.slice(2)
const command = name === undefined ? undefined : COMMANDS[name]

if (!command) {
  const unknown = name !== undefined && !['help', '--help', '-h'].includes(name)
  const lines = Object.entries(COMMANDS).map(([each, { says }]) => `  ${each.padEnd(9)}${says}`)
  const text = `${unknown ? `There is no command ${name}.\n\n` : ''}Usage: ./tenon COMMAND [options]\n\n${lines.join('\n')}\n`
  ;(unknown ? process.stderr : process.stdout).write(text)
  process.exitCode = unknown ? 2 : 0
} else {
  try {
    await (await command.run()).run(args)
  } catch (error) {
    const { explain } = await import('./explain.ts')
    process.stderr.write(`${explain(error)}\n`)
    process.exitCode = 1
  }
}
