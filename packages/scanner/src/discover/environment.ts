const words: Record<string, string> = {
  prod: 'production',
  production: 'production',
  prd: 'production',
  live: 'production',
  stg: 'staging',
  staging: 'staging',
  stage: 'staging',
  dev: 'development',
  development: 'development',
  test: 'development',
  qa: 'development',
  sandbox: 'development',
}

/**
 * The environment that a path, namespace or label names in one of its segments: `overlays/prod`, `shop-staging`, `values-dev.yaml`.
 * The last such segment wins; empty when none does.
 */
export function environmentOf(text: string): string {
  const found = text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((segment) => (Object.hasOwn(words, segment) ? words[segment]! : ''))
    .filter((name) => name !== '')
  return found.at(-1) ?? ''
}
