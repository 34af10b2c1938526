import { defineAction, invalid, T } from '#kernel'
import { Binding } from '../entities.ts'
import { implementationChosen } from '../events.ts'

export const setBinding = defineAction({
  id: 'standards.binding.set',
  kind: 'command',
  effect: 'local',
  title: 'Choose an implementation',
  description:
    'From now on, whatever names only the standard (a flow, a scenario) means this module of the organisation.',
  input: T.Object(
    { interface: T.String({ maxLength: 60 }), module: T.String({ maxLength: 60 }) },
    { additionalProperties: false },
  ),
  output: T.Object({ interface: T.String(), module: T.String() }),
  errors: {
    doesNot: invalid(
      'This module does not implement the standard.',
      'See standards.interface.list for those that do.',
    ),
  },
  emits: [implementationChosen],
  scope: 'standards.manage',
  idempotent: true,
}).run(async ({ interface: name, module }, ctx) => {
  if (!ctx.registry.implementers(name).some((each) => each.module.id === module))
    throw ctx.error('doesNot')
  const bindings = ctx.records(Binding)
  const found = await bindings.first({ where: { interface: name } })
  if (found) await bindings.update(found.id, { module })
  else await bindings.create({ interface: name, module })
  ctx.emit(implementationChosen, { interface: name, module }, { subject: name })
  return { interface: name, module }
})
