variable "name" {
  type        = string
  description = "Name of the cluster"
}

variable "kubernetes_version" {
  type        = string
  description = "Kubernetes minor version"
}

variable "subnet_ids" {
  type        = list(string)
  description = "Private subnets"
}

variable "cluster_role_arn" {
  type        = string
  description = "Role of the control plane"
}

variable "node_role_arn" {
  type        = string
  description = "Role of the nodes"
}

variable "operator_role_arn" {
  type        = string
  description = "Role of the people on call"
}

variable "log_kms_key_arn" {
  type        = string
  description = "Key of the log groups"
}

variable "system_nodes" {
  type        = object({ min = number, max = number })
  description = "Size of the node group of the operators"
  default     = { min = 2, max = 4 }
}

variable "addons" {
  type        = map(string)
  description = "Managed add-ons and their versions"
  default = {
    coredns                = "v1.12.4-eksbuild.1"
    kube-proxy             = "v1.34.0-eksbuild.2"
    vpc-cni                = "v1.20.3-eksbuild.1"
    aws-ebs-csi-driver     = "v1.49.0-eksbuild.1"
    eks-pod-identity-agent = "v1.3.8-eksbuild.2"
  }
}
