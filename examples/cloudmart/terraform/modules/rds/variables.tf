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


variable "instance_class" {
  type        = string
  description = "Size of the instance"
}

variable "storage_gb" {
  type        = number
  description = "Storage to begin with"
}

variable "multi_az" {
  type        = bool
  description = "A standby in another zone"
}

variable "backup_days" {
  type        = number
  description = "Days that backups are kept"
  default     = 14
}
