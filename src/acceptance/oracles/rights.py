"""Holds the IAM policies of the documentation against what AWS publishes.

For each template of CloudFormation, and whoever deploys it: the permissions that the handlers of its resource types have in
CloudFormation's registry schemas (cfn-lint brings them) for create, read, update and delete. For each policy: that its actions exist
and that its resources fit them (policy_sentry has IAM's service authorization reference), and what parliament finds.

usage: rights.py, in the root of the repository"""

import json
import sys
from pathlib import Path

import cfnlint
import judged
import parliament
from cfnlint.decode import decode
from policy_sentry.querying.actions import get_action_data

POLICIES = Path("src/main/resources/io/github/erlangcodebuild/aws")
SCHEMAS = Path(cfnlint.__file__).parent / "data/schemas"

# template, the policy of whoever changes its stack, and which handlers CloudFormation then uses
DEPLOYED = [
    ("erlang-toolchain/bootstrap.yaml", [POLICIES / "bootstrap-policy.json"], ("create", "read", "update", "delete")),
    ("examples/stack.yaml", ["examples/stack-role.yaml"], ("create", "read", "update", "delete")),
]
# a rollout changes the image in these two, and nothing else
ROLLED_OUT = [
    ("AWS::CodeBuild::Project", [POLICIES / "rollout-policy.json", "examples/rollout-own-rights-policy.json"]),
    ("AWS::IAM::Role", [POLICIES / "rollout-policy.json", "examples/rollout-own-rights-policy.json"]),
]


def actions(node):
    """All actions of a policy, or of all policies within a template."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "Action":
                yield from [value] if isinstance(value, str) else value
            else:
                yield from actions(value)
    elif isinstance(node, list):
        for each in node:
            yield from actions(each)


def load(path):
    if str(path).endswith(".json"):
        return json.loads(Path(path).read_text(encoding="utf-8"))
    template, problems = decode(str(path))
    if problems:
        raise ValueError(problems)
    return template


def handlers(resource_type):
    digest = json.loads((SCHEMAS / "providers/us-east-1.json").read_text(encoding="utf-8"))[resource_type]
    schema = json.loads((SCHEMAS / f"resources/{digest}.json").read_text(encoding="utf-8"))
    return {name: handler.get("permissions", []) for name, handler in schema.get("handlers", {}).items()}


def lacking(subject, resource_type, policies, verbs):
    allowed = {action.lower() for policy in policies for action in actions(load(policy))}
    published = handlers(resource_type)
    if not published:
        yield f"{subject}: {resource_type} publishes no permissions"
    for verb in verbs:
        for action in published.get(verb, []):
            if action.lower() not in allowed:
                yield f"{subject}: {resource_type} {verb} asks for {action}"


def unfit(path):
    """Actions that IAM does not know, and those that take no resource but are given one."""
    for statement in load(path)["Statement"]:
        resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        for action in [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]:
            service, name = action.split(":")
            data = get_action_data(service, name)
            if not data:
                yield f"{path}: IAM does not know {action}"
                continue
            formats = {each["resource_arn_format"] for each in data[service]}
            if formats == {"*"} and resources != ["*"]:
                yield f"{path}: {action} takes no resource, and has {', '.join(resources)}"


def main():
    found = []
    for template, policies, verbs in DEPLOYED:
        for resource_type in sorted({each["Type"] for each in load(template)["Resources"].values()}):
            found += lacking(template, resource_type, policies, verbs)
    for resource_type, policies in ROLLED_OUT:
        found += lacking("a rollout", resource_type, policies, ("read", "update"))
    files = [*sorted(POLICIES.glob("*-policy.json")), Path("examples/rollout-own-rights-policy.json")]
    for path in files:
        found += unfit(path)
        for finding in parliament.analyze_policy_string(path.read_text(encoding="utf-8")).findings:
            found.append(f"{path}: {finding.issue} {finding.detail}")
    date = json.loads((SCHEMAS / "version.json").read_text(encoding="utf-8"))["schema_date"]
    print(
        f"{len(files)} policies and {len(DEPLOYED)} templates, by cfn-lint {cfnlint.version.__version__} (schemas of {date}) "
        f"and parliament {parliament.__version__}"
    )
    return judged.report("rights", sorted(set(found)))


if __name__ == "__main__":
    sys.exit(main())
