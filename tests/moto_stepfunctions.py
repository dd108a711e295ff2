"""What moto 5.2.5 leaves out of Step Functions, so that the very file that AWS runs also runs here.

1. Tasks name parameters as AWS's service models do ("Cluster"), moto's clients want them as Python does ("cluster"),
   and the answers go the other way round. Moto's parser has the place for it, and nothing in that place.
2. A container that ends with another exit code than 0 fails its task (ecs:runTask.sync). Moto always counts it as good.
   Whoever plays Fargate stops a task with the reason "exit N"; with any other reason its container never ran.
3. AWS calls CloudWatch Logs "cloudwatchlogs", its Python client "logs".
4. A started task stays RUNNING until it is stopped, instead of ending by itself, and machines run at all.
5. App Runner, which moto has not, is where the last PUT /moto-api/hosting said.
"""
import datetime
import json

import boto3
import botocore.session
from botocore import xform_name
from moto.core.config import default_user_config
from moto.ecs.models import EC2ContainerServiceBackend
from moto.moto_api import state_manager
from moto.moto_api._internal import urls
from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service_aws_sdk as aws_sdk
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import StateTaskService
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_ecs import StateTaskServiceEcs
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

models = {}


def renamed(value, shape, spell):
    """The value with its fields spelled anew, as deep as the service's model goes."""
    if shape is not None and shape.type_name == "structure" and isinstance(value, dict):
        result = {}
        for key, item in value.items():
            name = next((member for member in shape.members if member[:1].lower() + member[1:] == key[:1].lower() + key[1:]), None)
            result[spell(name or key)] = renamed(item, shape.members[name] if name else None, spell)
        return result
    if shape is not None and shape.type_name == "list" and isinstance(value, list):
        return [renamed(item, shape.member, spell) for item in value]
    if hasattr(value, "read"):
        return value.read().decode()
    if shape is not None and shape.type_name == "blob" and isinstance(value, (dict, list)):
        return json.dumps(value)
    return value.isoformat() if isinstance(value, datetime.datetime) else value


def operation(task, service, action):
    name = task._get_boto_service_name(service)
    if name not in models:
        models[name] = botocore.session.get_session().get_service_model(name)
    wanted = task._get_boto_service_action(action)
    return models[name].operation_model(next(one for one in models[name].operation_names if xform_name(one) == wanted))


def to_python(self, parameters, boto_service_name=None, service_action_name=None):
    new = renamed(parameters, operation(self, boto_service_name, service_action_name).input_shape, lambda name: name)
    parameters.clear()
    parameters.update(new)


def to_aws(self, response, boto_service_name=None, service_action_name=None):
    new = renamed(response, operation(self, boto_service_name, service_action_name).output_shape, lambda name: name[:1].upper() + name[1:])
    response.clear()
    response.update(new)


stop_task = EC2ContainerServiceBackend.stop_task
resolver = StateTaskServiceEcs._build_sync_resolver
requirements = EC2ContainerServiceBackend._calculate_task_resource_requirements


def stop_with_exit_code(self, cluster_str, task_str, reason):
    task = stop_task(self, cluster_str, task_str, reason)
    if reason and reason.startswith("exit "):
        task.containers[0].exitCode = int(reason[5:])
        task.stopped_reason = "Essential container in task exited"
        if reason == "exit 143":  # told to stop, as a container on spare capacity is
            task.stop_code = "SpotInterruption"
    else:
        task.containers[0].exitCode = None
    return task


def failing_resolver(self, env, **given):
    ended = resolver(self, env=env, **given)

    def judge():
        task = ended()
        if task and any(container.get("ExitCode") != 0 for container in task["Containers"]):
            details = TaskFailedEventDetails(resource="runTask.sync", resourceType="ecs", error="States.TaskFailed", cause=json.dumps(task, default=str))
            raise FailureEventException(FailureEvent(env=env, error_name=StatesErrorName(StatesErrorNameType.StatesTaskFailed),
                                                     event_type=HistoryEventType.TaskFailed, event_details=EventDetails(taskFailedEventDetails=details)))
        return task

    return judge


def requirements_with_memory(task_definition):
    """On Fargate the size of the task is enough; moto wants one of the container, too."""
    for container in task_definition.container_definitions:
        if "memory" not in container:
            container.setdefault("memoryReservation", int(task_definition.memory))
    return requirements(task_definition)


client_for = aws_sdk.boto_client_for
hosting = {}


def client_of_hosting_too(region, service, state_credentials=None):
    if service != "apprunner":
        return client_for(region=region, service=service, state_credentials=state_credentials)
    return boto3.client(service, region_name=region, endpoint_url=hosting["address"], aws_access_key_id="ak", aws_secret_access_key="sk")


def put_hosting(request, full_url, headers):
    hosting["address"] = request.data.decode()
    return 200, {}, ""


urls.url_paths["{0}/moto-api/hosting"] = put_hosting
aws_sdk.boto_client_for = client_of_hosting_too
aws_sdk._SERVICE_ERROR_NAMES["apprunner"] = "AppRunner"
StateTaskService._normalise_parameters = to_python
StateTaskService._normalise_response = to_aws
StateTaskService._SERVICE_NAME_SFN_TO_BOTO_OVERRIDES["cloudwatchlogs"] = "logs"
EC2ContainerServiceBackend.stop_task = stop_with_exit_code
EC2ContainerServiceBackend._calculate_task_resource_requirements = staticmethod(requirements_with_memory)
StateTaskServiceEcs._build_sync_resolver = failing_resolver
default_user_config["stepfunctions"] = {"execute_state_machine": True}
state_manager.set_transition("ecs::task", {"progression": "manual", "times": 10**9})
