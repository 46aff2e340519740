/** A pod whose one container runs privileged, which pod-security/privileged finds at `high` or above. */
export function privilegedPod(name = 'debug', options: { namespace?: string; container?: string; image?: string } = {}): string {
  const { namespace = 'shop', container = 'shell', image = 'registry.example/shell:1.0' } = options
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  containers:
    - name: ${container}
      image: ${image}
      securityContext:
        privileged: true
`
}

/** An object that no rule has anything against. */
export function harmless(name = 'settings'): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  namespace: shop
data:
  theme: plain
`
}

/** The rule that finds `privilegedPod`. */
export const privileged = 'pod-security/privileged'
