/** A small repository with all kinds of units, as files; `url` is the address that its Applications name. */
export const url = 'https://git.example/shop/deploy.git'

export function deployment(name: string, options: { namespace?: string; image?: string; privileged?: boolean } = {}): string {
  const { namespace, image = 'shop/app:1.0', privileged = false } = options
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
${namespace === undefined ? '' : `  namespace: ${namespace}\n`}spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
        - name: app
          image: ${image}
          securityContext: {privileged: ${privileged}, allowPrivilegeEscalation: ${privileged}}
`
}

export function namespace(name: string): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}}\n`
}

export function denyAll(name: string): string {
  return `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny, namespace: ${name}}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n`
}

export function application(name: string, source: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  project: shop
  destination: {name: in-cluster, namespace: ${name}}
  source:
    repoURL: ${url}
    targetRevision: main
${source.replace(/^/gm, '    ')}
`
}

export function appSet(folder: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: teams, namespace: argocd}
spec:
  goTemplate: true
  generators:
    - git:
        repoURL: ${url}
        revision: main
        directories: [{path: ${folder}/*}]
  template:
    metadata: {name: 'team-{{ .path.basename }}'}
    spec:
      project: shop
      source: {repoURL: ${url}, targetRevision: main, path: '{{ .path.path }}'}
      destination: {name: in-cluster, namespace: '{{ .path.basename }}'}
`
}

const template = `apiVersion: apps/v1
kind: Deployment
metadata: {name: {{ .Release.Name }}-web}
spec:
  replicas: {{ .Values.replicas }}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: {{ .Values.image | quote }}
          {{- include "parts.security" . | nindent 10 }}
`

const chart = (name: string, rest = ''): string => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${rest}`

export const shop: Record<string, string> = {
  '.policy-gate/config.yaml': `profile: strict
environments:
  - name: production
    paths: ["overlays/prod/**", "plain/platform/**"]
`,
  'base/kustomization.yaml': 'resources: [deployment.yaml]\nconfigMapGenerator: [{name: settings, files: [app.properties]}]\n',
  'base/deployment.yaml': deployment('order', { namespace: 'shop' }),
  'base/app.properties': 'a=1\n',
  'overlays/dev/kustomization.yaml': 'resources: [../../base]\nimages: [{name: shop/app, newTag: dev}]\n',
  'overlays/prod/kustomization.yaml': 'resources: [../../base, namespace.yaml]\npatches: [{path: patch.yaml}]\n',
  'overlays/prod/namespace.yaml': namespace('shop'),
  'overlays/prod/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: order, namespace: shop}\nspec: {replicas: 3}\n',
  'plain/platform/policy.yaml': denyAll('shop'),
  'plain/alone/namespace.yaml': namespace('alone'),
  'plain/alone/pod.yaml': deployment('alone', { namespace: 'alone' }),
  'plain/alone/deny.yaml': denyAll('alone'),
  'charts/web/Chart.yaml': chart('web', 'dependencies: [{name: parts, version: 1.0.0, repository: "file://../parts"}]\n'),
  'charts/web/values.yaml': 'replicas: 1\nimage: shop/web:1.0\n',
  'charts/web/values-prod.yaml': 'replicas: 3\n',
  'charts/web/values-dev.yaml': 'image: shop/web:dev\n',
  'charts/web/templates/deployment.yaml': template,
  'charts/parts/Chart.yaml': chart('parts', 'type: library\n'),
  'charts/parts/templates/_parts.tpl': '{{ define "parts.security" }}securityContext: {privileged: false}{{ end }}\n',
  'teams/red/deployment.yaml': deployment('red'),
  'teams/blue/deployment.yaml': deployment('blue', { privileged: true }),
  'teams/blue/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: blue}\nspec: {type: NodePort, ports: [{port: 80}]}\n',
  'argocd/web.yaml': application(
    'web',
    'path: charts/web\nhelm: {valuesObject: {replicas: 2}, parameters: [{name: image, value: "shop/web:2.0"}]}',
  ),
  'argocd/dev.yaml': application('order-dev', 'path: overlays/dev\nkustomize: {namePrefix: dev-}'),
  'argocd/teams.yaml': appSet('teams'),
}
