"""Holds what the plugin sends to AWS against AWS's own API models, those of the botocore that is installed.

usage: sent.py FILE...

FILE has a line of JSON for each request (method, path, headers, body), as RequestsToAws writes it. Each is parsed by its
operation's input shape, and then has to have every required member, no unknown one, values of the right types, ranges, lengths and
patterns, enumerations' own values, and no member that only AWS writes. Prints how many requests of which operations were looked at, and what
judged.txt does not have. Exit code 1: there is such a finding. 2: there were no requests."""

import json
import re
import sys
from collections import Counter
from urllib.parse import parse_qsl, unquote, urlsplit

import botocore
import botocore.session
import judged
from botocore.validate import ParamValidator

SESSION = botocore.session.get_session()
SCOPE = re.compile(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/aws4_request")
OUTPUT_ONLY = {("codebuild", "DockerServer", "status")}  # no model says so, the user guide does


def services():
    """The model of each service, by the name that requests are signed with."""
    return {
        name: SESSION.get_service_model(model)
        for name, model in {
            "cloudformation": "cloudformation",
            "codebuild": "codebuild",
            "ecr": "ecr",
            "ecr-public": "ecr-public",
            "iam": "iam",
            "logs": "logs",
            "s3": "s3",
            "sts": "sts",
        }.items()
    }


SERVICES = services()


def parse(request):
    """The service, the operation's model, and what it is called with."""
    scope = SCOPE.search(request["headers"].get("authorization", ""))
    if not scope or scope.group(1) not in SERVICES:
        raise ValueError("signed for no service that is known: " + request["headers"].get("authorization", "")[:80])
    service = SERVICES[scope.group(1)]
    if "x-amz-target" in request["headers"]:  # what the SDK speaks; the models may name newer protocols beside it
        operation = service.operation_model(request["headers"]["x-amz-target"].split(".")[-1])
        if request["headers"]["x-amz-target"] != service.metadata["targetPrefix"] + "." + operation.name:
            raise ValueError("not the model's target: " + request["headers"]["x-amz-target"])
        return service, operation, json.loads(request["body"] or "{}")
    if service.metadata["protocol"] == "query":
        pairs = dict(parse_qsl(request["body"], keep_blank_values=True, strict_parsing=True))
        operation = service.operation_model(pairs.pop("Action"))
        if pairs.pop("Version") != service.api_version:
            raise ValueError("another version of the API")
        given = from_query(operation.input_shape, "", pairs)
        if pairs:
            raise ValueError("members that " + operation.name + " does not have: " + ", ".join(sorted(pairs)))
        return service, operation, given or {}
    return service, *from_rest(service, request)


def from_query(shape, prefix, pairs):
    """Takes out of pairs what belongs to a shape. Nothing, where nothing does."""
    dot = prefix + "." if prefix else ""
    if shape is None:
        return None
    if shape.type_name == "structure":
        members = {
            name: from_query(member, dot + (member.serialization.get("name") or name), pairs)
            for name, member in shape.members.items()
        }
        members = {name: value for name, value in members.items() if value is not None}
        return members or None
    if shape.type_name == "list":
        if pairs.get(prefix) == "":
            pairs.pop(prefix)
            return []
        values = []
        while True:
            value = from_query(shape.member, f"{dot}member.{len(values) + 1}", pairs)
            if value is None:
                return values or None
            values.append(value)
    if prefix not in pairs:
        return None
    return scalar(shape, pairs.pop(prefix))


def scalar(shape, text):
    if shape.type_name in ("integer", "long"):
        return int(text)
    if shape.type_name in ("float", "double"):
        return float(text)
    if shape.type_name == "boolean":
        if text not in ("true", "false"):
            raise ValueError(f"{text!r} is no boolean")
        return text == "true"
    return text


def from_rest(service, request):
    """S3 alone: what is called is told by method, path and query."""
    url = urlsplit(request["path"])
    query = dict(parse_qsl(url.query, keep_blank_values=True))
    found = []
    for name in service.operation_names:
        operation = service.operation_model(name)
        uri = urlsplit(operation.http["requestUri"])
        fixed = dict(parse_qsl(uri.query, keep_blank_values=True))
        pattern = re.sub(r"\\\{(\w+)\\\+\\\}", r"(?P<\1>.+)", re.escape(uri.path))
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", pattern)
        match = re.fullmatch(pattern + "/?", url.path)
        if operation.http["method"] != request["method"] or not match or not fixed.items() <= query.items():
            continue
        members = operation.input_shape.members if operation.input_shape else {}
        in_query = {m.serialization["name"] for m in members.values() if m.serialization.get("location") == "querystring"}
        if set(query) - set(fixed) - in_query - {"x-id"} or not needed_headers(operation, request):
            continue
        found.append((len(fixed), operation, {k: unquote(v) for k, v in match.groupdict().items()}))
    if not found:
        raise ValueError("no operation of S3: " + request["method"] + " " + request["path"])
    _, operation, given = max(found, key=lambda each: each[0])
    for name, member in operation.input_shape.members.items():
        where, wire = member.serialization.get("location"), member.serialization.get("name")
        if where == "querystring" and wire in query:
            given[name] = scalar(member, query[wire])
        elif where == "header" and wire.lower() in request["headers"]:
            text = request["headers"][wire.lower()]
            given[name] = text if member.type_name in ("string", "timestamp") else scalar(member, text)
    payload = operation.input_shape.serialization.get("payload")
    if payload:
        given[payload] = b""
    return operation, given


def needed_headers(operation, request):
    return all(
        member.serialization["name"].lower() in request["headers"]
        for name, member in operation.input_shape.members.items()
        if name in operation.input_shape.required_members and member.serialization.get("location") == "header"
    )


def judge(shape, value, path):
    """What ParamValidator leaves to AWS: enumerations, patterns, lengths and ranges, and what only AWS writes."""
    if shape.type_name == "structure":
        for name, member in value.items():
            if name not in shape.members:
                yield f"{path}.{name}: {shape.name} has no such member"
                continue
            if (shape.service, shape.name, name) in OUTPUT_ONLY:
                yield f"{path}.{name}: only AWS writes it"
            yield from judge_member(shape.members[name], member, f"{path}.{name}")
    elif shape.type_name == "list":
        for index, member in enumerate(value):
            yield from judge_member(shape.member, member, f"{path}[{index}]")
        yield from bounds(shape, len(value), path, "entries")
    elif shape.type_name == "map":
        for name, member in value.items():
            yield from judge_member(shape.value, member, f"{path}.{name}")
    elif isinstance(value, str):
        enum = getattr(shape, "enum", None)
        if enum and value not in enum:
            yield f"{path}: {value!r} is none of {', '.join(enum)}"
        pattern = shape.metadata.get("pattern")
        if pattern and not matches(pattern, value):
            yield f"{path}: {value!r} does not match {pattern}"
        yield from bounds(shape, len(value), path, "characters")
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from bounds(shape, value, path, "")


def judge_member(shape, value, path):
    shape.service = path.split(":", 1)[0]
    yield from judge(shape, value, path)


def matches(pattern, value):
    try:
        # the models' patterns are Java's or ECMA's, and of the whole value only where they say so
        return re.search(pattern.replace(r"\p{L}", r"\w").replace(r"\p{Z}", r"\s").replace(r"\p{N}", r"\d"), value)
    except re.error:
        return True


def bounds(shape, size, path, unit):
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and size < low or high is not None and size > high:
        yield f"{path}: {size} {unit}, and the model has {low} to {high}".replace("  ", " ")


def main(files):
    looked_at, findings = Counter(), set()
    for file in files:
        with open(file, encoding="utf-8") as lines:
            for line in lines:
                request = json.loads(line)
                try:
                    service, operation, given = parse(request)
                except (KeyError, ValueError, botocore.model.OperationNotFoundError) as e:
                    findings.add(f"{request['method']} {request['path']}: {type(e).__name__}: {e}")
                    continue
                name = f"{service.signing_name}:{operation.name}"
                looked_at[name] += 1
                if operation.input_shape is None:
                    continue
                report = ParamValidator().validate(given, operation.input_shape)
                if report.has_errors():
                    findings.update(f"{name}: {each}" for each in report.generate_report().splitlines())
                operation.input_shape.service = service.signing_name
                for finding in judge(operation.input_shape, given, name):
                    findings.add(finding)
    print(f"{sum(looked_at.values())} requests of {len(looked_at)} operations, by botocore {botocore.__version__}")
    for name, count in sorted(looked_at.items()):
        print(f"  {count:6} {name}")
    if not looked_at and not findings:
        return 2
    return judged.report("sent", sorted(findings))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
