output "cluster_role_arn" {
  value       = aws_iam_role.cluster.arn
  description = "Role of the control plane"
}

output "node_role_arn" {
  value       = aws_iam_role.node.arn
  description = "Role of the nodes"
}

output "terraform_role_arn" {
  value       = aws_iam_role.github.arn
  description = "Role of the workflow"
}
