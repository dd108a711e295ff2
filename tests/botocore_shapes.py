"""Checks requests against botocore's parameter shapes, which AWS publishes for its own tools.

Reads JSON lines {"service": "Sfn", "operation": "CreateStateMachine", "members": {...}} from the file that is named, and
prints a line for each name, type, enum, length or pattern that AWS would not take. Prints nothing if all is well.
"""
import functools
import json
import re
import sys

import botocore.session
from botocore.validate import ParamValidator

session = botocore.session.get_session()
FOLDERS = {"sfn": "stepfunctions", "eventbridge": "events", "cloudwatchlogs": "logs"}


@functools.cache
def model_of(service):
    """The description of a service that the SDK names CloudWatchLogs and botocore logs."""
    return session.get_service_model(FOLDERS.get(service.lower(), service.lower()))


def beyond(shape, value, path):
    """What botocore's own validator does not look at: enums, upper limits, patterns."""
    if shape.type_name == "structure":
        for name, member in value.items():
            if name in shape.members:
                yield from beyond(shape.members[name], member, f"{path}.{name}")
    elif shape.type_name == "list":
        for index, member in enumerate(value):
            yield from beyond(shape.member, member, f"{path}[{index}]")
    elif shape.type_name == "map":
        for name, member in value.items():
            yield from beyond(shape.key, name, f"{path} key")
            yield from beyond(shape.value, member, f"{path}.{name}")
    elif shape.type_name == "string":
        if shape.metadata.get("enum") and value not in shape.metadata["enum"]:
            yield f"{path}: {value} is none of {', '.join(shape.metadata['enum'])}"
        try:
            if not re.fullmatch(shape.metadata.get("pattern", ".*"), value, re.DOTALL):
                yield f"{path}: {value} does not match {shape.metadata['pattern']}"
        except re.error:
            pass  # some patterns are Java's
    size = value if shape.type_name in ("integer", "long", "float", "double") else len(str(value)) \
        if shape.type_name == "string" else len(value) if shape.type_name in ("list", "map") else 0
    if size > shape.metadata.get("max", size):
        yield f"{path}: {size} is more than {shape.metadata['max']}"


for line in open(sys.argv[1], encoding="utf-8"):
    request = json.loads(line)
    call = f"{request['service']}.{request['operation']}"
    model = model_of(request["service"])
    if request["operation"] not in model.operation_names:
        print(f"{call}: there is no such operation")
        continue
    shape = model.operation_model(request["operation"]).input_shape
    if shape is None:
        continue
    report = ParamValidator().validate(request["members"], shape)
    if report.has_errors():
        print(f"{call}: {report.generate_report()}")
    else:
        for wrong in beyond(shape, request["members"], call):
            print(wrong)
