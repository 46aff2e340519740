variable "name" {
  type        = string
  description = "Name of the bucket"
}

variable "kms_key_arn" {
  type        = string
  description = "Key of the objects"
}

variable "expire_days" {
  type        = number
  description = "Days after which objects are deleted"
  default     = 400
}
