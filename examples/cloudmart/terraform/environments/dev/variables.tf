variable "operator_role_arn" {
  type        = string
  description = "Role of the people on call"
}

variable "permissions_boundary_arn" {
  type        = string
  description = "Boundary of the role of the workflow"
}
