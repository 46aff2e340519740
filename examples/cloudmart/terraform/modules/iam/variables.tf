variable "name" {
  type        = string
  description = "Prefix of the roles"
}

variable "cluster_name" {
  type        = string
  description = "EKS cluster of the pods"
}

variable "backup_bucket_arn" {
  type        = string
  description = "Bucket of the database backups"
}

variable "backup_accounts" {
  type        = set(string)
  description = "Service accounts in namespace data that write backups"
}

variable "github_environment" {
  type        = string
  description = "Deployment environment that may apply"
}

variable "permissions_boundary_arn" {
  type        = string
  description = "Boundary of the role of the workflow"
}
