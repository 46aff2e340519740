/** YAML and JSON files as the API server reads them, with exact positions. */
export { readText } from './bytes.ts'
export { readDocuments } from './documents.ts'
export { type Located, type LocateRequest, locate } from './location.ts'
