import fc from 'fast-check'
import { operatorActor, TenonError } from '#kernel'
import { SEED, type Cast, type Voice } from '../../kernel/testing.ts'
import { inputOf, type Schema } from './arbitrary.ts'
import { idsOf } from './secrets.ts'
import { poolOf, within } from './siege.ts'
import { spoil } from './spoil.ts'

type Heard = { code: string; output?: unknown }

async function ask(voice: Voice, action: string, input: unknown): Promise<Heard> {
  const call = voice.call(action, input).then(
    () => ({ code: 'ok' }),
    (error: unknown) =>
      error instanceof TenonError
        ? { code: error.kind === 'internal' ? 'internal' : error.code, output: error.message }
        : { code: 'internal', output: (error as Error)?.stack ?? String(error) },
  )
  return within<Heard>(call)
}

/** Inputs that the schema allows, as each voice: every answer is an answer or a refusal. */
export async function fuzzRight(
  as: Cast,
  voices: readonly Voice[],
  runs: number,
): Promise<string[]> {
  const registry = await as.kernel.registryOf(as['lin']!.actor.org)
  const sources = {
    pool: poolOf(await idsOf(as, as['lin']!.actor.org, 50)),
    entity: (id: string) => registry.entities.get(id),
  }
  const wrong: string[] = []
  for (const action of registry.actions.values()) {
    if (action.internal) continue
    for (const input of fc.sample(inputOf(action, sources), { numRuns: runs, seed: SEED }))
      for (const voice of voices) {
        const { code, output } = await ask(voice, action.id, input)
        if (code === 'internal' || code === 'hang')
          wrong.push(said(voice, action.id, input, code, output))
      }
  }
  await as.kernel.idle()
  return wrong
}

/** Inputs spoilt in one place, as the owner: refused as invalid where the schema says so, and never our fault. */
export async function fuzzWrong(as: Cast, voice: Voice, runs: number): Promise<string[]> {
  const registry = await as.kernel.registryOf(voice.actor.org)
  const operator = (id: string): Voice =>
    as.kernel.registry.actions.has(id)
      ? as.operator
      : as.of(operatorActor({ registry }, voice.actor.org))
  const sources = {
    pool: poolOf(await idsOf(as, voice.actor.org, 50)),
    entity: (id: string) => registry.entities.get(id),
  }
  const wrong: string[] = []
  for (const action of registry.actions.values()) {
    if (action.internal) continue
    const inputs = inputOf(action, sources).chain((right) => spoil(action.input as Schema, right))
    for (const { what, input, sure } of fc.sample(inputs, { numRuns: runs, seed: SEED })) {
      const able = mayCall(voice, action.scope) ? voice : operator(action.id)
      const { code, output } = await ask(able, action.id, input)
      if (code === 'internal' || code === 'hang' || (sure && code !== 'invalid'))
        wrong.push(`${what}: ${said(able, action.id, input, code, output)}`)
    }
  }
  await as.kernel.idle()
  return wrong
}

/** What belongs to the operator is tried with the operator's hands. */
const mayCall = ({ actor }: Voice, scope: string): boolean =>
  ['member', 'everyone'].includes(scope) || actor.scopes.has(scope)

const said = (
  voice: Voice,
  action: string,
  input: unknown,
  code: string,
  output: unknown,
): string =>
  `${voice.actor.name} ${action} ${JSON.stringify(input)?.slice(0, 400)} → ${code} ${String(output).slice(0, 600)}`
