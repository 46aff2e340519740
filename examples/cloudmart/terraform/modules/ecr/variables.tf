variable "repositories" {
  type        = set(string)
  description = "Names of the repositories"
}

variable "kms_key_arn" {
  type        = string
  description = "Key of the images"
}
