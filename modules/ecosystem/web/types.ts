/** What `ecosystem.map.get` answers. */
export interface EcosystemMap {
  since: string
  modules: {
    id: string
    title: string
    publisher: string
    first_party: boolean
    built: boolean
    events: number
    calls: number
  }[]
  lines: { from: string; to: string; count: number }[]
  doors: { id: string; calls: number; modules: { id: string; count: number }[] }[]
  parties: { name: string; kind: string; modules: string[] }[]
  outside: { contacts: number; apps: number; devices: number }
}
