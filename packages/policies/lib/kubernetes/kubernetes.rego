# METADATA
# title: Kubernetes version
# description: The version of Kubernetes that the manifests are judged for (`kubernetesVersion` of the configuration).
package lib.kubernetes

# METADATA
# description: True when the target version is 1.`minor` or newer.
at_least(minor) if data.settings.kubernetes_minor >= minor
