import { defineEntity, ref, scope, T } from '#kernel'

const PERSON = 'directory.person'
const keepers = {
  read: { where: scope('scenarios.manage') },
  create: { check: scope('scenarios.manage') },
  update: { where: scope('scenarios.manage') },
  delete: { where: scope('scenarios.manage') },
}

/** A recipe that this organisation brought as a file; those of modules are read from the registry. */
export const Brought = defineEntity({
  id: 'scenarios.recipe',
  title: 'Recipe',
  label: 'recipe',
  fields: {
    recipe: T.String({ title: 'Recipe', maxLength: 60 }),
    version: T.Integer({ title: 'Version' }),
    /** JSON as it was written: the order of settings is the order of the form. */
    definition: T.String({ title: 'Definition' }),
    brought_by: ref(PERSON, { title: 'Brought by' }),
  },
  access: keepers,
})

export const STATES = ['running', 'paused', 'removed'] as const

/** A recipe at work: what was chosen for it, and the flows that came of it. */
export const Installation = defineEntity({
  id: 'scenarios.installation',
  title: 'Scenario',
  label: 'recipe',
  fields: {
    recipe: T.String({ title: 'Recipe', maxLength: 60 }),
    version: T.Integer({ title: 'Version' }),
    state: T.Enum(STATES, { title: 'State' }),
    owner: ref(PERSON, { title: 'Installed by' }),
    language: T.Enum(['en', 'zh'], { title: 'Language' }),
    needs: T.Record(T.String(), T.String(), { title: 'Stands for' }),
    accounts: T.Record(T.String(), T.Id(), { title: 'Linked accounts' }),
    settings: T.Json({ title: 'Settings' }),
    flows: T.Record(T.String(), T.Id(), { title: 'Flows' }),
    /** The recipe as it was installed: what a newer one is compared with. */
    definition: T.String({ title: 'Definition' }),
  },
  access: keepers,
})
