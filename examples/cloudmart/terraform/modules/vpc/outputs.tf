output "vpc_id" {
  value       = aws_vpc.this.id
  description = "Identifier of the VPC"
}

output "private_subnet_ids" {
  value       = [for subnet in aws_subnet.private : subnet.id]
  description = "Subnets of nodes and databases"
}

output "private_cidrs" {
  value       = [for subnet in aws_subnet.private : subnet.cidr_block]
  description = "Address ranges of the private subnets"
}
