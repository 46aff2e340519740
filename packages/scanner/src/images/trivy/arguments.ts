import { join } from 'node:path'
import type { FileType, Finding } from './model.ts'
import type { RunPlace } from './worker.ts'

const scanners: Record<Finding, string> = { vulnerabilities: 'vuln', secrets: 'secret', licenses: 'license' }

/** For every scan: nothing is fetched, nobody is told, nothing is left out; a finding is no failure. */
function common(place: RunPlace): string[] {
  const { folder } = place
  return [
    ...settings(place),
    '--debug',
    '--ignorefile',
    join(folder, 'ignore'),
    '--skip-db-update',
    '--skip-java-db-update',
    '--skip-vex-repo-update',
    '--offline-scan',
    '--skip-version-check',
    '--disable-telemetry',
    '--no-progress',
    '--format',
    'json',
    '--list-all-pkgs',
    '--output',
    outputFile(place),
  ]
}

/** Where a run writes its report: a file, since what stands on stdout can be mixed with other text. */
export function outputFile({ folder }: RunPlace): string {
  return join(folder, 'report.json')
}

/** @param layout OCI layout folder, absolute, without `:` and `@` in its path */
export function imageArguments(
  place: RunPlace,
  layout: string,
  { find, server }: { find: Finding[]; server?: string | undefined },
): string[] {
  const asked = ['--scanners', find.map((one) => scanners[one]).join(','), '--skip-check-update', '--input', layout]
  return ['image', ...common(place), ...secretFlags(place), ...asked, ...serverFlags(server)]
}

/** @param file a CycloneDX document, absolute */
export function sbomArguments(place: RunPlace, file: string, { server }: { server?: string | undefined }): string[] {
  return ['sbom', ...common(place), '--scanners', 'vuln', ...serverFlags(server), file]
}

/** A CycloneDX document from a report. */
export function convertArguments(place: RunPlace, report: string, output: string): string[] {
  return ['convert', ...settings(place), '--format', 'cyclonedx', '--output', output, report]
}

/** @param folder what is scanned, absolute */
export function filesArguments(
  place: RunPlace,
  folder: string,
  { types, secrets, variables = [] }: { types: FileType[]; secrets: boolean; variables?: string[] },
): string[] {
  const wanted = [...(types.length > 0 ? ['misconfig'] : []), ...(secrets ? ['secret'] : [])]
  const values = variables.flatMap((file) => ['--tf-vars', join(folder, file)])
  const checks = types.length > 0 ? ['--misconfig-scanners', types.join(','), ...values] : []
  return ['filesystem', ...common(place), ...secretFlags(place), '--scanners', wanted.join(','), '--skip-check-update', ...checks, folder]
}

/** @param repository of a registry that has the vulnerability database; Trivy's own when undefined */
export function downloadArguments(place: RunPlace, cache: string, repository: string | undefined): string[] {
  const from = repository === undefined ? [] : ['--db-repository', repository]
  const quiet = ['--no-progress', '--skip-version-check', '--disable-telemetry']
  return ['image', ...settings({ ...place, cache }), '--download-db-only', ...quiet, ...from]
}

/** As JSON, with what it knows of the databases in its cache. */
export function versionArguments(place: RunPlace): string[] {
  return ['version', ...settings(place), '--format', 'json']
}

function settings({ folder, cache }: RunPlace): string[] {
  return ['--config', join(folder, 'config.yaml'), '--cache-dir', cache]
}

function secretFlags({ folder }: RunPlace): string[] {
  return ['--secret-config', join(folder, 'secrets.yaml')]
}

function serverFlags(server: string | undefined): string[] {
  return server === undefined ? [] : ['--server', server]
}
