"""Lists the members of the shapes that the plugin reads from AWS and writes back, by the botocore that is installed. A member
that AWS has added since somebody looked is a finding: is it output only? Does it have to be sent?

The environment of a CodeBuild project goes back as the JSON that came (EnvironmentJson), so a new member is kept; one that only
AWS writes has to be taken off there. A change set names what it changes, and leaves out what CloudFormation then keeps."""

import sys

import botocore.session
import judged

SHAPES = [("codebuild", "ProjectEnvironment"), ("codebuild", "UpdateProjectInput"), ("cloudformation", "CreateChangeSetInput")]


def members(shape, path, within=()):
    if shape.type_name == "list":
        yield from members(shape.member, path + "[]", within)
    elif shape.type_name == "map":
        yield from members(shape.value, path + "{}", within)
    elif shape.type_name == "structure" and shape.name not in within:
        for name, member in shape.members.items():
            yield f"{path}.{name}"
            yield from members(member, f"{path}.{name}", (*within, shape.name))


def main():
    session = botocore.session.get_session()
    found = []
    for service, name in SHAPES:
        shape = session.get_service_model(service).shape_for(name)
        for member in members(shape, name):
            # the environment is looked at once, and of UpdateProject only the members beside it count
            if member.startswith("UpdateProjectInput.") and member.count(".") > 1:
                continue
            found.append(f"{service} {member}")
    print(f"{len(found)} members of {len(SHAPES)} shapes that are written back, by botocore {botocore.__version__}")
    return judged.report("written_back", found)


if __name__ == "__main__":
    sys.exit(main())
