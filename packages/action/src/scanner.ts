import type { ScannerOptions } from '../../scanner/src/images/options.ts'
import type { Event, Inputs, Log } from './model.ts'

/**
 * What images and infrastructure are scanned with. The token of the job is for GitHub's own registry, and stays here on events where somebody
 * else's text says which images are pulled while private packages can be read.
 */
export function scannerOptions(
  { scanner, token }: Pick<Inputs, 'scanner' | 'token'>,
  { privileged }: Pick<Event, 'privileged'>,
): ScannerOptions {
  const { install: _install, downloads: _downloads, ...options } = scanner
  return { ...options, ...(token === '' || privileged ? {} : { githubToken: token }) }
}

/**
 * Installs the pinned Trivy where that is asked for and something may be scanned.
 * @param options.root what is judged, absolute: nothing in it is used
 * @throws UserError (3) when it cannot be had, or is not the released one
 */
export async function installScanner(
  { scanner, images, infrastructure }: Pick<Inputs, 'scanner' | 'images' | 'infrastructure'>,
  { root, log }: { root: string; log: Log },
): Promise<void> {
  if (!scanner.install || (images === 'none' && infrastructure === 'none')) return
  const { installTrivy } = await import('../../scanner/src/images/trivy/install.ts')
  const { downloads } = scanner
  const { sha256 } = await installTrivy({ root, ...(downloads === undefined ? {} : { downloads }) })
  log.info(`Trivy: SHA-256 ${sha256}`)
}
