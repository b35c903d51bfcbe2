#!/usr/bin/env bats
# What bootstrap.yaml gives to the builds of the bootstrap, by the images that they are on.

setup() {
  template="$BATS_TEST_DIRNAME/../bootstrap.yaml"
  evaluate="$BATS_TEST_DIRNAME/../../src/acceptance/evaluate-template.py"
  host=123456789012.dkr.ecr.eu-west-1.amazonaws.com
}

# The repositories that the project's role may load images from, with the parameters $@.
repositories() {
  "$evaluate" "$template" BuildRole "$@" | sed -n 's/.*"Resource": "\(arn:[^"]*:ecr:.*\)".*/\1/p'
}

# Whether the project's role may log in to ECR.
logs_in() {
  "$evaluate" "$template" BuildRole "$@" | grep -q ecr:GetAuthorizationToken
}

@test "on curated images, and on those of another registry, a build may load nothing from ECR" {
  for image in aws/codebuild/amazonlinux2-x86_64-standard:5.0 public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0 debian:12; do
    [ -z "$(repositories BaseImage="$image")" ]
    run logs_in BaseImage="$image"
    [ "$status" -ne 0 ]
  done
}

@test "an image in ECR is loaded from its one repository, in its own account and region" {
  expected=arn:aws:ecr:eu-west-1:123456789012:repository/team/base
  for image in $host/team/base $host/team/base:1 $host/team/base@sha256:abc $host/team/base:1@sha256:abc; do
    [ "$(repositories BaseImage="$image")" = $expected ]
    [ "$(repositories ArmBaseImage="$image")" = $expected ]
  done
  logs_in BaseImage="$host"/team/base:1
  logs_in ArmBaseImage="$host"/team/base:1
}

@test "each architecture has its own" {
  [ "$(repositories BaseImage="$host"/base:1 ArmBaseImage=210987654321.dkr-ecr-fips.us-east-1.on.aws/team/arm:1)" \
    = "arn:aws:ecr:eu-west-1:123456789012:repository/base
arn:aws:ecr:us-east-1:210987654321:repository/team/arm" ]
}

@test "so it is in the other partitions, by all names that a registry has" {
  for name in BaseImage ArmBaseImage; do
    [ "$(repositories $name=123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/a/b:1 AWS::Partition=aws-us-gov)" \
      = arn:aws-us-gov:ecr:us-gov-west-1:123456789012:repository/a/b ]
    [ "$(repositories $name=123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a/b:1 AWS::Partition=aws-cn)" \
      = arn:aws-cn:ecr:cn-north-1:123456789012:repository/a/b ]
    [ "$(repositories $name=123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn/a/b:1 AWS::Partition=aws-cn)" \
      = arn:aws-cn:ecr:cn-north-1:123456789012:repository/a/b ]
    [ "$(repositories $name=123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu/a/b:1 AWS::Partition=aws-eusc)" \
      = arn:aws-eusc:ecr:eusc-de-east-1:123456789012:repository/a/b ]
    [ "$(repositories $name=123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu/a/b:1 AWS::Partition=aws-eusc)" \
      = arn:aws-eusc:ecr:eusc-de-east-1:123456789012:repository/a/b ]
  done
}
