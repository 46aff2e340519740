variable "name" {
  type        = string
  description = "Name of the network"
}

variable "cidr" {
  type        = string
  description = "Address range, a /16"
}

variable "nat_per_zone" {
  type        = bool
  description = "A NAT gateway in every zone instead of one"
  default     = false
}

variable "log_bucket_arn" {
  type        = string
  description = "Bucket that keeps the flow logs"
}
