locals {
  name = "cloudmart-prod"
}

resource "aws_kms_key" "data" {
  description             = "Data at rest of ${local.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

module "logs" {
  source = "../../modules/s3"

  name        = "${local.name}-logs"
  kms_key_arn = aws_kms_key.data.arn
}

module "backups" {
  source = "../../modules/s3"

  name        = "${local.name}-database-backups"
  kms_key_arn = aws_kms_key.data.arn
  expire_days = 400
}

module "network" {
  source = "../../modules/vpc"

  name           = local.name
  cidr           = "10.30.0.0/16"
  nat_per_zone   = true
  log_bucket_arn = module.logs.arn
}

module "roles" {
  source = "../../modules/iam"

  name                     = local.name
  cluster_name             = local.name
  backup_bucket_arn        = module.backups.arn
  backup_accounts          = ["user-db", "inventory-db", "payment-db"]
  github_environment       = "prod"
  permissions_boundary_arn = var.permissions_boundary_arn
}

module "cluster" {
  source = "../../modules/eks"

  name               = local.name
  kubernetes_version = "1.34"
  subnet_ids         = module.network.private_subnet_ids
  cluster_role_arn   = module.roles.cluster_role_arn
  node_role_arn      = module.roles.node_role_arn
  operator_role_arn  = var.operator_role_arn
  log_kms_key_arn    = aws_kms_key.data.arn
}

module "warehouse" {
  source = "../../modules/rds"

  name                     = "${local.name}-warehouse"
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.private_subnet_ids
  client_security_group_id = module.cluster.cluster_security_group_id
  kms_key_arn              = aws_kms_key.data.arn
  instance_class           = "db.r8g.large"
  storage_gb               = 400
  multi_az                 = true
}

module "analytics" {
  source = "../../modules/msk"

  name                     = "${local.name}-analytics"
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.private_subnet_ids
  client_security_group_id = module.cluster.cluster_security_group_id
  kms_key_arn              = aws_kms_key.data.arn
  instance_type            = "kafka.m7g.large"
  storage_gb               = 400
}

module "page_cache" {
  source = "../../modules/elasticache"

  name                     = "${local.name}-pages"
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.private_subnet_ids
  client_security_group_id = module.cluster.cluster_security_group_id
  kms_key_arn              = aws_kms_key.data.arn
  node_type                = "cache.r7g.large"
  nodes                    = 3
}

# One registry for all environments: an image is promoted, not built again.
module "registry" {
  source = "../../modules/ecr"

  kms_key_arn = aws_kms_key.data.arn
  repositories = [
    "shop/auth",
    "shop/inventory",
    "shop/notification",
    "shop/order",
    "shop/payment",
    "shop/product",
    "shop/storefront",
    "shop/user",
  ]
}
