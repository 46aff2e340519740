export function deployment(name: string, image: string, more = ''): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: shop
spec:
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
${more}      containers:
        - name: ${name}
          image: ${image}
`
}

/** A configuration that scans all images, and reaches the registries of the test. */
export function configuration(hosts: string[], images = ''): string {
  const names = hosts.map((host) => `\n    - {name: '${host}', plainHttp: true}`).join('')
  return `failOn: critical\nimages:\n  scan: all\n${images}  registries:${names === '' ? ' []' : names}\n`
}
