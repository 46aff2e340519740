/** The release that is installed; another one comes with another release of policy-gate, never by itself. */
export const pinnedVersion = '0.74.0'

/** Where the project publishes its releases; a mirror has the same files below `<base>/v<version>/`. */
export const releasePage = 'https://github.com/aquasecurity/trivy/releases/download'

/** Archives of the pinned release by platform and processor as Node names them, with their SHA-256. */
export const archives: Record<string, { file: string; sha256: string }> = {
  'linux-x64': {
    file: 'trivy_0.74.0_Linux-64bit.tar.gz',
    sha256: '2ae6fe3ee734b7fdf11335663e18c75ea12dccc76062f09f164a3b0f8be4371a',
  },
  'linux-arm64': {
    file: 'trivy_0.74.0_Linux-ARM64.tar.gz',
    sha256: 'b94ce1976bbf3c15b514b605ee88be7c6d94a29be2302847ff01cb794d47aad5',
  },
  'darwin-x64': {
    file: 'trivy_0.74.0_macOS-64bit.tar.gz',
    sha256: '472816f6888dda689d075c30254d4210b4d1035acf365aa72332f584c2f60485',
  },
  'darwin-arm64': {
    file: 'trivy_0.74.0_macOS-ARM64.tar.gz',
    sha256: '1caada5e0e2091909357c7525d3aa76f4b660b13821bc143b190c7483e31cc11',
  },
  'win32-x64': {
    file: 'trivy_0.74.0_windows-64bit.zip',
    sha256: '94c40e0696e4b907a74b7b2e1438d5d72ebaca83115817407f568a002d520842',
  },
}

/** Releases with malicious code in them (CVE-2026-33634). */
const denied = new Set(['0.69.4', '0.69.5', '0.69.6'])
/** Ids of checks and fields of the report are as they are since then. */
const oldest = [0, 69] as const

/**
 * Why a version must not be used; undefined for a good one. A program that was built from sources calls itself `dev`: which ones is not
 * known, so its SHA-256 is all there is to go by.
 */
export function versionProblem(version: string): string | undefined {
  if (version === 'dev') return undefined
  const match = /^v?((\d+)\.(\d+)\.(\d+))(?:[-+].*)?$/.exec(version)
  if (match === null) return `calls itself version "${version.slice(0, 40)}", which is none`
  if (denied.has(match[1]!)) return `is version ${match[1]}, which was published with malicious code (CVE-2026-33634)`
  const [major, minor] = [Number(match[2]), Number(match[3])]
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) return `is version ${match[1]}; 0.69 or newer is needed`
  return undefined
}
