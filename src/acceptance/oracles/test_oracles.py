"""The oracles find what they are for: one fault each, in requests as the SDK sends them."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import judged
import sent


def request(service, body="", path="/", method="POST", **headers):
    scope = f"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261128/us-east-1/{service}/aws4_request, SignedHeaders=host"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {"method": method, "path": path, "headers": {"authorization": scope, **named}, "body": body}


def project(**environment):
    whole = {"type": "LINUX_CONTAINER", "computeType": "BUILD_GENERAL1_SMALL", "image": "host/otp:27", **environment}
    return request(
        "codebuild",
        json.dumps({"name": "erlang", "environment": {k: v for k, v in whole.items() if v is not None}}),
        x_amz_target="CodeBuild_20161006.UpdateProject",
    )


def findings(*requests):
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "requests.jsonl")
        file.write_text("".join(json.dumps(each) + "\n" for each in requests), encoding="utf-8")
        with mock.patch.object(judged, "report", lambda oracle, found: "\n".join(found)):
            with contextlib.redirect_stdout(io.StringIO()):
                return sent.main([str(file)])


class SentTest(unittest.TestCase):
    def test_what_the_models_have_is_no_finding(self):
        self.assertEqual(
            "",
            findings(
                project(hostKernel="LINUX_KERNEL_6", dockerServer={"computeType": "BUILD_GENERAL1_SMALL"}),
                request("sts", "Action=GetCallerIdentity&Version=2011-06-15"),
                request(
                    "cloudformation",
                    "Action=CreateChangeSet&Version=2010-05-15&StackName=a&ChangeSetName=b"
                    "&Parameters.member.1.ParameterKey=Image&Parameters.member.1.UsePreviousValue=true",
                ),
                request("s3", path="/bucket/a/b.json", method="GET"),
                request("s3", path="/bucket?list-type=2&prefix=otp-", method="GET"),
            ),
        )

    def test_each_fault_is_found(self):
        for fault, wanted in {
            "unknown member": (project(kernel="6"), "ProjectEnvironment has no such member"),
            "missing member": (project(image=None), 'Missing required parameter in environment: "image"'),
            "another type": (project(privilegedMode="yes"), "Invalid type for parameter environment.privilegedMode"),
            "enumeration": (project(type="LINUX"), "'LINUX' is none of WINDOWS_CONTAINER"),
            "output only": (project(dockerServer={"computeType": "BUILD_GENERAL1_SMALL", "status": {}}), "only AWS writes it"),
            "too short": (project(image=""), "0 characters, and the model has 1"),
            "another target": (request("ecr", "{}", x_amz_target="ECR.DescribeImages"), "not the model's target"),
            "no operation": (request("ecr", "{}", x_amz_target="AmazonEC2ContainerRegistry_V20150921.Look"), "Look"),
            "query member": (
                request("cloudformation", "Action=DescribeStacks&Version=2010-05-15&Stack=a"),
                "members that DescribeStacks does not have: Stack",
            ),
            "query version": (request("sts", "Action=GetCallerIdentity&Version=2010"), "another version of the API"),
            "query boolean": (
                request(
                    "cloudformation",
                    "Action=CreateChangeSet&Version=2010-05-15&StackName=a&ChangeSetName=b&UsePreviousTemplate=yes",
                ),
                "'yes' is no boolean",
            ),
            "S3 query": (request("s3", path="/bucket/key?lost=1", method="GET"), "no operation of S3"),
            "unsigned": ({**request("s3"), "headers": {}}, "signed for no service"),
        }.items():
            with self.subTest(fault):
                self.assertIn(wanted[1], findings(wanted[0]))

    def test_no_requests_are_no_success(self):
        self.assertEqual(2, findings())


class JudgedTest(unittest.TestCase):
    def report(self, text, found):
        with tempfile.TemporaryDirectory() as directory:
            file = Path(directory, "judged.txt")
            file.write_text(text, encoding="utf-8")
            output = io.StringIO()
            with mock.patch.object(judged, "FILE", file), contextlib.redirect_stdout(output):
                return judged.report("sent", found), output.getvalue()

    def test_what_was_judged_passes(self):
        self.assertEqual(0, self.report("# heading\n\nsent a*c # known\nrights x # another oracle's\n", ["abc", "ac"])[0])

    def test_a_new_one_fails(self):
        code, output = self.report("sent abc # known\n", ["abc", "abd"])
        self.assertEqual(1, code)
        self.assertIn("NEW      abd\n", output)

    def test_one_that_is_found_no_more_fails(self):
        code, output = self.report("sent abc # known\n", [])
        self.assertEqual(1, code)
        self.assertIn("STALE    abc", output)

    def test_one_without_a_reason_is_refused(self):
        with self.assertRaisesRegex(SystemExit, "judged.txt:1: write ORACLE FINDING # REASON"):
            self.report("sent abc\n", ["abc"])


if __name__ == "__main__":
    unittest.main()
