/** YAML and JSON files as the API server reads them, with exact positions. */
export { readText, type TextResult } from './bytes.ts'
export { type Document, type ReadOptions, type ReadResult, readDocuments } from './documents.ts'
export { type Located, type LocateRequest, locate } from './location.ts'
export type { Problem } from './problems.ts'
