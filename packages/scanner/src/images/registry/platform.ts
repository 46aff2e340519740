import type { Platform } from '../model.ts'

/** Words for one architecture (containerd/platforms, normalizeArch). */
const architectures: Record<string, { architecture: string; variant?: string }> = {
  i386: { architecture: '386', variant: '' },
  x86_64: { architecture: 'amd64' },
  'x86-64': { architecture: 'amd64' },
  aarch64: { architecture: 'arm64' },
  armhf: { architecture: 'arm', variant: 'v7' },
  armel: { architecture: 'arm', variant: 'v6' },
}

/** Newest minor versions of ARMv8 that each minor version of ARMv9 holds: v9.0 has split off from v8.5. */
const lastOfV8 = 9

/** A platform in the one way to write it, as containerd does: `aarch64` is `arm64`, of which `v8` is what is meant without a variant. */
export function normalisePlatform({ os, architecture, variant = '' }: Platform): Platform {
  const known = architectures[architecture.toLowerCase()]
  const name = known?.architecture ?? architecture.toLowerCase()
  const written = (known?.variant ?? variant).toLowerCase().replace(/^(\d)/, 'v$1').replace(/\.0$/, '')
  const normal = variantOf(name, written)
  const system = os.toLowerCase() === 'macos' ? 'darwin' : os.toLowerCase()
  return { os: system, architecture: name, ...(normal === '' ? {} : { variant: normal }) }
}

function variantOf(architecture: string, variant: string): string {
  if (architecture === 'amd64') return variant === 'v1' ? '' : variant
  if (architecture === 'arm64') return variant === 'v8' ? '' : variant
  return architecture === 'arm' && variant === '' ? 'v7' : variant
}

/** `linux/arm/v7`. */
export function platformText({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/')
}

/**
 * Everything that a machine of a platform runs, the best first: older variants, and the 32-bit architecture of the same family
 * (containerd/platforms, Only).
 */
export function compatiblePlatforms(wanted: Platform): Platform[] {
  const { os, architecture, variant } = normalisePlatform(wanted)
  const of = (name: string, variants: string[]) => variants.map((text) => normalisePlatform({ os, architecture: name, variant: text }))
  if (architecture === 'amd64') return [...of('amd64', [variant ?? '', ...downFrom(variant, 1)]), { os, architecture: '386' }]
  if (architecture === 'arm') return of('arm', [variant ?? '', ...downFrom(variant, 5)])
  if (architecture === 'arm64') return [...of('arm64', arm64Variants(variant ?? 'v8')), ...of('arm', ['v8', 'v7', 'v6', 'v5'])]
  return [normalisePlatform(wanted)]
}

/** `v7` down to 5: `v6`, `v5`. */
function downFrom(variant: string | undefined, last: number): string[] {
  const number = Number(/^v(\d{1,2})$/.exec(variant ?? '')?.[1])
  return number > last ? Array.from({ length: number - last }, (_, i) => `v${number - 1 - i}`) : []
}

function arm64Variants(variant: string): string[] {
  const [, major, minor = '0'] = /^v([89])(?:\.(\d))?$/.exec(variant) ?? []
  if (major === undefined) return [variant]
  const down = (version: string, from: number) => Array.from({ length: from + 1 }, (_, i) => `${version}.${from - i}`)
  return major === '8' ? down('v8', Number(minor)) : [...down('v9', Number(minor)), ...down('v8', Math.min(Number(minor) + 5, lastOfV8))]
}

/**
 * Chooses the entry of an index that a machine of the wanted platform runs, as containerd does: the most fitting platform, of several the
 * first; where none fits, the first entry that says nothing of its platform (another index, or an image whose configuration must tell).
 */
export function chooseEntry<T extends { platform?: Platform | undefined }>(entries: T[], wanted: Platform): T | undefined {
  const order = compatiblePlatforms(wanted).map(platformText)
  const ranked = entries.flatMap((entry) => {
    const rank = entry.platform === undefined ? order.length : order.indexOf(platformText(normalisePlatform(entry.platform)))
    return rank < 0 ? [] : [{ entry, rank }]
  })
  return ranked.sort((a, b) => a.rank - b.rank)[0]?.entry
}

/** Whether a machine of the wanted platform runs an image. */
export function isCompatible(image: Platform, wanted: Platform): boolean {
  return compatiblePlatforms(wanted)
    .map(platformText)
    .includes(platformText(normalisePlatform(image)))
}
