/** Flux: what Kustomizations and HelmReleases deploy. */
export { expandFlux } from './expansion.ts'
export { repositoryHints } from './hints.ts'
export type { FluxContext, FluxUnit, LocalFolder } from './model.ts'
