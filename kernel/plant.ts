import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Actor } from './actor.ts'
import { moduleFolders } from './discover.ts'
import type { Kernel } from './kernel.ts'
import { operatorActor } from './operator.ts'
import type { Sample, World } from './world.ts'

/** What a world keeps, so that another process can speak of it. */
export type Planted = Pick<World, 'orgs' | 'people' | 'orgOf' | 'ids'>

export function worldOf(
  kernel: Kernel,
  planted: Planted = { orgs: {}, people: {}, orgOf: {}, ids: {} },
): World {
  const actor = async (key: string): Promise<Actor> => {
    const org = planted.orgs[planted.orgOf[key] ?? '']
    const id = planted.people[key]
    if (!org || !id) throw new Error(`nobody in the sample world is called ${key}`)
    const found = await kernel.actorOf(org, id)
    if (!found) throw new Error(`${key} is no actor (did identity plant the accounts?)`)
    return found
  }
  return {
    ...planted,
    kernel,
    actor,
    operator: (org) => operatorActor(kernel, org),
    call: async (key, action, input) =>
      kernel.call(action, input, await actor(key), { door: 'cli' }),
  }
}

/** Runs every module's `sample` in order, through its own actions. */
export async function plantSample(
  kernel: Kernel,
  root: string,
  progress: (done: number, all: number) => void = () => undefined,
): Promise<World> {
  const world = worldOf(kernel)
  const samples = await readSamples(root)
  for (const [index, sample] of samples.entries()) {
    progress(index, samples.length)
    await sample.plant(world)
    await kernel.idle()
  }
  return world
}

/** Lets a person who came to look around take part in what was planted. */
export async function welcomeToSample(world: World, root: string, person: string): Promise<void> {
  for (const sample of await readSamples(root)) await sample.welcome?.(world, person)
}

async function readSamples(root: string): Promise<Sample[]> {
  const files = (await moduleFolders(root))
    .map(({ folder }) => join(folder, 'fixtures.ts'))
    .filter((file) => existsSync(file))
  const modules = (await Promise.all(files.map((file) => import(pathToFileURL(file).href)))) as {
    sample?: Sample
  }[]
  return modules.flatMap(({ sample }) => (sample ? [sample] : [])).sort((a, b) => a.order - b.order)
}
