variable "name" {
  type        = string
  description = "Name of the resources"
}

variable "vpc_id" {
  type        = string
  description = "Network"
}

variable "subnet_ids" {
  type        = list(string)
  description = "Private subnets"
}

variable "client_security_group_id" {
  type        = string
  description = "Group that may connect"
}

variable "kms_key_arn" {
  type        = string
  description = "Key of the data at rest"
}


variable "instance_type" {
  type        = string
  description = "Size of a broker"
}

variable "storage_gb" {
  type        = number
  description = "Storage of a broker"
}
