import { moduleActor, T, type Kernel } from '#kernel'

/** A host, or everything below one. */
const HOST = '^(\\*\\.)?[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?$'

export const Settings = T.Object({
  hosts: T.Array(T.String({ pattern: HOST, maxLength: 255 }), {
    title: 'Hosts that connections may reach',
    description:
      'api.example.com, or *.example.com for everything below it. None: every host on the public internet.',
    maxItems: 200,
    uniqueItems: true,
    default: [],
  }),
})

/** The only hosts that an organisation lets its connections reach; all when it names none. */
export function onlyHosts(
  settings: Readonly<Record<string, unknown>>,
): readonly string[] | undefined {
  const hosts = settings['hosts'] as readonly string[] | undefined
  return hosts?.length ? hosts : undefined
}

/** For what the vault asks on its own, outside any handler. */
export async function hostsOf(kernel: Kernel, org: string): Promise<readonly string[] | undefined> {
  const as = moduleActor('vault', org, ['vault.admin'])
  const settings = await kernel.call('vault.settings.get', {}, as, { door: 'module' })
  return onlyHosts(settings as Record<string, unknown>)
}
