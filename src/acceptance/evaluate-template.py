#!/usr/bin/python3
"""Evaluates one resource's properties of a CloudFormation template for given parameters, and prints them as JSON.

usage: evaluate-template.py TEMPLATE RESOURCE [NAME=VALUE...]

Both branches of every Fn::If are evaluated, so a Fn::Select beyond its list fails wherever it stands.
"""

import json
import re
import sys

import yaml


class Loader(yaml.SafeLoader):
    pass


def intrinsic(loader, tag, node):
    kind = {yaml.ScalarNode: loader.construct_scalar, yaml.SequenceNode: loader.construct_sequence}
    value = kind.get(type(node), loader.construct_mapping)(node, *([] if isinstance(node, yaml.ScalarNode) else [True]))
    return {tag: value}


Loader.add_multi_constructor("!", intrinsic)
template = yaml.load(open(sys.argv[1]), Loader)
values = {name: parameter["Default"] for name, parameter in template["Parameters"].items() if "Default" in parameter}
values.update({"AWS::Partition": "aws", "AWS::Region": "us-east-1", "AWS::AccountId": "111111111111", "AWS::StackName": "erlang",
               "AWS::NoValue": None})
values.update(argument.split("=", 1) for argument in sys.argv[3:])


def condition(name):
    return evaluate(template["Conditions"][name])


def substitute(text, more):
    return re.sub(r"\$\{([^}]+)\}", lambda match: str(more.get(match[1], values.get(match[1], f"<{match[1]}>"))), text)


def evaluate(node):
    if isinstance(node, list):
        return [value for value in map(evaluate, node) if value is not None]
    if not isinstance(node, dict):
        return node
    if len(node) == 1:
        (tag, argument), = node.items()
        if tag == "Ref":
            return values.get(argument, f"<{argument}>")
        if tag == "GetAtt":
            return f"<{argument}>"
        if tag == "If":
            yes, no = evaluate(argument[1:2]), evaluate(argument[2:3])
            return next(iter(yes if condition(argument[0]) else no), None)
        if tag == "Sub" and isinstance(argument, str):
            return substitute(argument, {})
        if tag == "Sub":
            return substitute(argument[0], evaluate(argument[1]))
        if tag == "Select":
            return evaluate(argument[1])[int(argument[0])]
        if tag == "Split":
            return evaluate(argument[1]).split(argument[0])
        if tag == "Equals":
            return evaluate(argument[0]) == evaluate(argument[1])
        if tag == "Not":
            return not evaluate(argument[0])
        if tag == "And":
            return all(map(evaluate, argument))
        if tag == "Or":
            return any(map(evaluate, argument))
        if tag == "Condition" and isinstance(argument, str):
            return condition(argument)
    evaluated = {key: evaluate(value) for key, value in node.items()}
    return {key: value for key, value in evaluated.items() if value is not None}


print(json.dumps(evaluate(template["Resources"][sys.argv[2]]["Properties"]), indent=1))
