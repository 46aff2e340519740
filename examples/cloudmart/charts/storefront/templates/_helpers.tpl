{{- define "storefront.namespace" -}}
{{- default .Release.Namespace .Values.namespaceOverride -}}
{{- end }}

{{- define "storefront.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
{{- end }}

{{- define "storefront.labels" -}}
{{ include "storefront.selectorLabels" . }}
app.kubernetes.io/component: web
app.kubernetes.io/part-of: cloudmart
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
environment: {{ .Values.environment }}
team: {{ .Values.team }}
cost-center: {{ .Values.costCenter | quote }}
{{- end }}

{{- define "storefront.image" -}}
{{- $image := .Values.image -}}
{{ $image.repository }}:{{ required "image.tag is set by the values file of the environment" $image.tag }}
{{- with $image.digest }}@{{ . }}{{ end }}
{{- end }}

{{/* Another service of the platform, as this chart writes its host name. */}}
{{- define "storefront.host" -}}
{{ .name }}.{{ .namespace }}.svc.cluster.local
{{- end }}
