import type { Inputs } from '../src/model.ts'

/** Inputs that ask for nothing beside the verdict. */
export const noInputs: Inputs = {
  paths: [],
  mode: 'enforce',
  changedOnly: false,
  newOnly: false,
  merge: [],
  scanner: { offline: false, install: false },
  sarifFile: '',
  jsonFile: '',
  htmlFile: '',
  uploadSarif: false,
  comment: false,
  summary: false,
  annotations: false,
  checkRun: false,
  token: '',
  workingDirectory: '',
  category: '',
  dryRun: false,
}
