"""moto's server, with what it lacks for erlang-toolchain/bootstrap.yaml: CloudFormation makes the CodeBuild project, which moto's
own CodeBuild then has, and gives a stack that a change set makes its outputs; CodeBuild gives times as the API has them, updates
projects, has each build run on its project's image, through each phase once, and lists the newest build first. A
bucket policy it passes over, a log group it cannot update, a stack never fails in it, and it runs no build: each one
succeeds when it is first looked at, and leaves nothing behind. All that is defined in this file is ours and not moto's: it proves nothing of AWS, and .ci/oracles holds what is
sent here against AWS's own models."""

import json
import sys
from datetime import datetime

from moto.cloudformation.models import ChangeSet
from moto.codebuild import responses
from moto.codebuild.models import CodeBuildBackend, codebuild_backends
from moto.core.common_models import CloudFormationModel
from moto.server import main


class Project(CloudFormationModel):  # moto looks for all subclasses, and for the service in the name of their module
    __module__ = "moto.codebuild.project"

    def __init__(self, name):
        self.name = name

    @property
    def physical_resource_id(self):
        return self.name

    @staticmethod
    def cloudformation_name_type():
        return "Name"

    @staticmethod
    def cloudformation_type():
        return "AWS::CodeBuild::Project"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        properties = cloudformation_json["Properties"]
        codebuild_backends[account_id][region_name].create_project(
            project_name=resource_name,
            description=properties["Description"],
            project_source={"type": properties["Source"]["Type"]},
            artifacts={"type": properties["Artifacts"]["Type"]},
            environment={
                "type": properties["Environment"]["Type"],
                "image": properties["Environment"]["Image"],
                "computeType": properties["Environment"]["ComputeType"],
            },
            service_role=properties["ServiceRole"],
            tags=[],
            cache=None,
            timeout=int(properties["TimeoutInMinutes"]),
            queued_timeout=None,
            source_version=None,
            logs_config=None,
            vpc_config=None,
        )
        return cls(resource_name)

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        return cls.create_from_cloudformation_json(new_resource_name, cloudformation_json, account_id, region_name)

    @classmethod
    def has_cfn_attr(cls, attr):
        return False

    def is_created(self):
        return True

    def delete(self, account_id, region_name):
        codebuild_backends[account_id][region_name].delete_project(self.name)


apply_resources = ChangeSet.apply


def apply(change_set):
    """As moto does it for a stack that is updated without a change set."""
    apply_resources(change_set)
    stack = change_set.stack
    stack.template = change_set.template
    stack._parse_template()
    stack.parameters = dict(stack.resource_map.resolved_parameters)
    stack.output_map = stack._create_output_map()


class Json:
    """Writes times as seconds since 1970, where moto has ISO 8601."""

    @staticmethod
    def dumps(answer):
        return json.dumps(Json.with_times(answer))

    @staticmethod
    def with_times(node):
        if isinstance(node, list):
            return [Json.with_times(each) for each in node]
        if isinstance(node, dict):
            return {
                name: datetime.fromisoformat(value.replace("Z", "+00:00")).timestamp()
                if name in ("startTime", "endTime")
                else Json.with_times(value)
                for name, value in node.items()
            }
        return node


def update_project(response):
    """An environment is replaced as a whole; nothing else of a project is changed by what is tested here."""
    project = response.codebuild_backend.codebuild_projects[response._get_param("name")].project_metadata
    project["environment"] = response._get_param("environment")
    return json.dumps({"project": project})


begin_build = CodeBuildBackend.start_build
end_phases = CodeBuildBackend._set_phases


def start_build(backend, project_name, *arguments):
    build = begin_build(backend, project_name, *arguments)
    build["environment"] = backend.codebuild_projects[project_name].project_metadata["environment"]
    return build


def set_phases(backend, phases):
    return phases if phases[-1]["phaseType"] == "COMPLETED" else end_phases(backend, phases)


CodeBuildBackend.start_build = start_build
CodeBuildBackend._set_phases = set_phases
CodeBuildBackend.list_builds_for_project = lambda backend, project_name: backend.build_history[project_name][::-1]
responses.CodeBuildResponse.update_project = update_project
ChangeSet.apply = apply
responses.json = Json
sys.exit(main())
