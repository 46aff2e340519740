const perFile = 99

/**
 * Text of YAML files that hold `count` objects: Deployments, each with its Service and ServiceAccount, 99 objects in a file. The same
 * for every run; some workloads lack what others have, so that rules find something.
 */
export function generatedFiles(count: number): string[] {
  const objects = Array.from({ length: Math.max(3, count) }, (_, i) => object(i))
  return Array.from({ length: Math.ceil(objects.length / perFile) }, (_, i) => objects.slice(i * perFile, (i + 1) * perFile).join('---\n'))
}

function object(index: number): string {
  const number = Math.floor(index / 3)
  const name = `service-${number}`
  const metadata = `metadata:\n  name: ${name}\n  namespace: team-${number % 40}\n  labels:\n    app.kubernetes.io/name: ${name}\n`
  if (index % 3 === 1) return service(name, metadata)
  if (index % 3 === 2) return `apiVersion: v1\nkind: ServiceAccount\n${metadata}automountServiceAccountToken: false\n`
  return deployment(number, name, metadata)
}

function service(name: string, metadata: string): string {
  return `apiVersion: v1
kind: Service
${metadata}spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      port: 80
      targetPort: http
`
}

function deployment(number: number, name: string, metadata: string): string {
  const hardened = number % 5 !== 0
  return `apiVersion: apps/v1
kind: Deployment
${metadata}spec:
  replicas: ${2 + (number % 3)}
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      serviceAccountName: ${name}
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: ${hardened}
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: ${name}
          image: registry.example/team-${number % 40}/${name}:${number % 7 === 0 ? 'latest' : `1.${number % 10}.0`}
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: LOG_LEVEL
              value: info
            - name: DATABASE_URL
              valueFrom:
                secretKeyRef:
                  name: ${name}
                  key: url
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: ${hardened ? '128Mi' : '1Gi'}
          securityContext:
            allowPrivilegeEscalation: ${!hardened}
            readOnlyRootFilesystem: true
            capabilities:
              drop:
                - ALL
          readinessProbe:
            httpGet:
              path: /healthz
              port: http
          livenessProbe:
            httpGet:
              path: /livez
              port: http
`
}
