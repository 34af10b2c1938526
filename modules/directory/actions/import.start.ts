import { T, defineAction } from '#kernel'
import { IMPORT_BYTES_MAX, importSource, previewSchema, stage } from '../import/stage.ts'

export const startImport = defineAction({
  id: 'directory.import.start',
  kind: 'command',
  effect: 'local',
  title: 'Read a list of people',
  description:
    'Reads a CSV or XLSX file with any headings, guesses what each column holds, checks every row and answers a preview. Nothing in the directory changes until directory.import.apply.',
  input: T.Object(importSource, { additionalProperties: false, 'x-body-max': IMPORT_BYTES_MAX }),
  output: previewSchema,
  silent: 'only staging is written; the directory does not change',
  scope: 'directory.import',
}).run((input, ctx) => stage(ctx, input))
