"""Makes moto enforce policies whole. As it comes it checks actions, of resources only those of S3, and no conditions.

For each request this works out which accesses AWS would check (action, resource, context), as AWS's service
authorization reference lists them, and lets the request pass only if the caller's policies allow every one.
Enforcement is switched on and off through moto's own POST /moto-api/reset-auth. Signatures are not checked.

POST /moto-api/allowed answers 200 if the request that is sent there would be let pass: so the tests' own App Runner and
Express Mode, which moto has not, ask it too.
"""
import json
import re
from urllib.parse import parse_qs, unquote, urlparse

from moto import settings
from moto.core.authorization import ActionAuthenticatorMixin
from moto.core.exceptions import AccessDeniedError, JsonRESTError
from moto.ec2.models import ec2_backends
from moto.ecs.models import ecs_backends
from moto.iam.access_control import IAMPolicy, IAMRequest
from moto.iam.models import iam_backends
from moto.moto_api._internal import urls
from moto.s3.models import FakeDeleteMarker, s3_backends

S3_READS = {"uploads": "ListBucketMultipartUploads", "versions": "ListBucketVersions", "versioning": "GetBucketVersioning",
            "lifecycle": "GetLifecycleConfiguration", "encryption": "GetEncryptionConfiguration",
            "publicAccessBlock": "GetBucketPublicAccessBlock", "ownershipControls": "GetBucketOwnershipControls",
            "policy": "GetBucketPolicy", "tagging": "GetBucketTagging", "notification": "GetBucketNotification"}


def s3_accesses(method, path, query, body):
    bucket, _, key = path.lstrip("/").partition("/")
    arn = f"arn:aws:s3:::{bucket}"
    if not bucket:
        return [("s3:ListAllMyBuckets", "*", {})]
    if key:
        action = {"GET": "GetObject", "HEAD": "GetObject", "PUT": "PutObject", "POST": "PutObject"}.get(method)
        if action is None:
            action = "AbortMultipartUpload" if "uploadId" in query else "DeleteObjectVersion" if "versionId" in query else "DeleteObject"
        accesses = [(f"s3:{action}", f"{arn}/{key}", {})]
        # Who may not list is not told that an object is missing; such a request names no prefix.
        found = s3_backends["123456789012"]["aws"].buckets.get(bucket)
        missing = found is None or isinstance(found.keys.get(key), (FakeDeleteMarker, type(None)))
        return accesses + ([("s3:ListBucket", arn, {})] if action == "GetObject" and missing else [])
    if method == "POST" and "delete" in query:
        found = re.findall(r"<Object>(.*?)</Object>", body.decode(), re.S)
        return [("s3:DeleteObjectVersion" if "<VersionId>" in item else "s3:DeleteObject",
                 f"{arn}/{unquote(re.search('<Key>(.*?)</Key>', item)[1])}", {}) for item in found]
    if method == "DELETE":
        return [("s3:DeleteBucket", arn, {})]
    for part, read in S3_READS.items():
        if part in query:
            return [(f"s3:{read if method == 'GET' else 'Put' + read[3:]}", arn, {})]
    if method == "PUT":
        return [("s3:CreateBucket", arn, {})]
    return [("s3:ListBucket", arn, {"s3:prefix": query["prefix"][0]} if query.get("prefix", [""])[0] else {})]


def pass_role(arn, service):
    return [("iam:PassRole", arn, {"iam:PassedToService": service})] if arn else []


LOG_DELIVERY = ("CreateLogDelivery", "GetLogDelivery", "UpdateLogDelivery", "DeleteLogDelivery", "ListLogDeliveries",
                "PutResourcePolicy", "DescribeResourcePolicies", "DescribeLogGroups")


def express_accesses(action, data, arn):
    resource = data.get("serviceArn") or data.get("service") or arn(f"service/{data.get('cluster')}/{data.get('serviceName')}")
    tagged = [("ecs:TagResource", resource, {"ecs:CreateAction": action})] if data.get("tags") else []
    return [(f"ecs:{action}", resource, {})] + tagged + pass_role(data.get("infrastructureRoleArn"), "ecs.amazonaws.com") + [
        access for role in ("executionRoleArn", "taskRoleArn") for access in pass_role(data.get(role), "ecs-tasks.amazonaws.com")]


def apprunner_accesses(action, data, arn):
    name = data.get("ServiceName")
    resource = data.get("ServiceArn") or (arn(f"service/{name}/new") if name else "*")
    tagged = [("apprunner:TagResource", resource, {})] if data.get("Tags") else []
    return [(f"apprunner:{action}", resource, {})] + tagged + pass_role(
        data.get("SourceConfiguration", {}).get("AuthenticationConfiguration", {}).get("AccessRoleArn"), "build.apprunner.amazonaws.com") + pass_role(
        data.get("InstanceConfiguration", {}).get("InstanceRoleArn"), "tasks.apprunner.amazonaws.com")


def ecs_accesses(action, data, arn):
    if "ExpressGateway" in action or action == "ListServiceDeployments":
        return express_accesses(action, data, arn)
    cluster = arn("cluster/" + str(data.get("clusterName") or data.get("cluster") or "default").split("/")[-1])
    family = str(data.get("family") or data.get("taskDefinition") or "").split("/")[-1].split(":")[0]
    tag = lambda resource: [("ecs:TagResource", resource, {"ecs:CreateAction": action})] if data.get("tags") else []
    if action in ("CreateCluster", "DeleteCluster"):
        return [(f"ecs:{action}", cluster, {})] + tag(cluster)
    if action == "DescribeClusters":
        return [("ecs:DescribeClusters", arn("cluster/" + name.split("/")[-1]), {}) for name in data["clusters"]]
    if action in ("ListTasks", "StopTask", "DescribeTasks"):
        return [(f"ecs:{action}", cluster.replace(":cluster/", ":task/") + "/any", {"ecs:cluster": cluster})]
    if action == "RegisterTaskDefinition":
        resource = arn(f"task-definition/{family}:1")
        return [("ecs:RegisterTaskDefinition", resource, {})] + tag(resource) + [access for role in ("taskRoleArn", "executionRoleArn")
                                                                                for access in pass_role(data.get(role), "ecs-tasks.amazonaws.com")]
    if action == "RunTask":
        job = ecs_backends["123456789012"]["us-east-1"].describe_task_definition(family)
        tagged = [("ecs:TagResource", cluster.replace(":cluster/", ":task/") + "/new", {"ecs:CreateAction": action})]
        return [("ecs:RunTask", arn(f"task-definition/{family}:1"), {"ecs:cluster": cluster})] + (
            tagged if data.get("propagateTags") == "TASK_DEFINITION" else []) + [
            access for role in (job.task_role_arn, job.execution_role_arn) for access in pass_role(role, "ecs-tasks.amazonaws.com")]
    if action == "DeregisterTaskDefinition":
        return [("ecs:DeregisterTaskDefinition", "*", {})]  # AWS knows no resource for it
    if action == "DeleteTaskDefinitions":
        return [("ecs:DeleteTaskDefinitions", one, {}) for one in data["taskDefinitions"]]
    if action == "TagResource":
        return [("ecs:TagResource", data["resourceArn"], {})]
    return [(f"ecs:{action}", "*", {})]


def ec2_accesses(action, data, arn):
    if action.startswith("Describe"):
        return [(f"ec2:{action}", "*", {})]
    if action == "CreateSecurityGroup":
        tagged = [("ec2:CreateTags", arn("security-group/sg-new"), {"ec2:CreateAction": action})] if any("TagSpecification" in name for name in data) else []
        return [(f"ec2:{action}", arn("security-group/sg-new"), {}), (f"ec2:{action}", arn(f"vpc/{data['VpcId'][0]}"), {})] + tagged
    group = (data.get("GroupId") or data.get("ResourceId.1") or ["none"])[0]
    found = ec2_backends["123456789012"]["us-east-1"].get_security_group_from_id(group)
    tags = {tag["key"]: tag["value"] for tag in found.get_tags()} if found else {}
    return [(f"ec2:{action}", arn(f"security-group/{group}"), {f"aws:ResourceTag/{key}": value for key, value in tags.items()})]


def accesses(service, action, request, data):
    arn = lambda resource: f"arn:aws:{service}:us-east-1:123456789012:{resource}"
    if service == "ecs":
        return ecs_accesses(action, data, arn)
    if service == "ec2":
        return ec2_accesses(action, data, arn)
    if service == "apprunner":
        return apprunner_accesses(action, data, arn)
    if service == "lambda":
        made = data.get("FunctionName") if action == "CreateFunction" else None
        resource = arn(f"function:{made or request._path.split('?')[0].split('/functions/')[-1].split('/')[0]}")
        tagged = [("lambda:TagResource", resource, {})] if made and data.get("Tags") else []
        return [(f"lambda:{action}", resource, {})] + tagged + pass_role(data.get("Role"), "lambda.amazonaws.com")
    if service == "scheduler":
        resource = arn("schedule/default/" + request._path.split("?")[0].split("/")[-1])
        return [(f"scheduler:{action}", resource, {})] + pass_role((data.get("Target") or {}).get("RoleArn"), "scheduler.amazonaws.com")
    if service == "iam":
        first = lambda name: (data.get(name) or [None])[0]
        role = f"arn:aws:iam::123456789012:role/{first('RoleName')}" if first("RoleName") else "*"
        context = {"iam:PolicyARN": first("PolicyArn"), "iam:AWSServiceName": first("AWSServiceName")}
        tagged = [("iam:TagRole", role, {})] if action == "CreateRole" and any(name.startswith("Tags") for name in data) else []
        return [(f"iam:{action}", role, {key: value for key, value in context.items() if value})] + tagged
    if service == "ecr":
        name = data.get("repositoryName") or (data.get("repositoryNames") or [None])[0]
        resource = data.get("resourceArn") or (arn(f"repository/{name}") if name else "*")
        return [(f"ecr:{action}", resource, {})] + ([("ecr:TagResource", resource, {})] if action == "CreateRepository" and data.get("tags") else [])
    if service == "logs":
        resource = data.get("resourceArn") or (arn(f"log-group:{data['logGroupName']}") if data.get("logGroupName") else "*")
        resource += f":log-stream:{data['logStreamName']}" if action == "GetLogEvents" else ""
        return [(f"logs:{action}", resource, {})] + ([("logs:TagResource", resource, {})] if action == "CreateLogGroup" and data.get("tags") else [])
    if service == "budgets":
        name = data.get("BudgetName") or data.get("Budget", {}).get("BudgetName")
        return [(f"budgets:{'ViewBudget' if action.startswith('Describe') else 'ModifyBudget'}", f"arn:aws:budgets::123456789012:budget/{name}", {})]
    if service == "tagging":
        return [(f"tag:{action}", "*", {})]
    if service == "states":
        resource = (data.get("stateMachineArn") or data.get("executionArn") or data.get("resourceArn")
                    or (arn(f"stateMachine:{data['name']}") if data.get("name") else "*"))
        tagged = [("states:TagResource", resource, {})] if action == "CreateStateMachine" and data.get("tags") else []
        return [(f"states:{action}", resource, {})] + tagged + pass_role(data.get("roleArn"), "states.amazonaws.com")
    if service == "events":
        resource = data.get("ResourceARN") or arn(f"rule/{data.get('Rule') or data.get('Name')}")
        tagged = [("events:TagResource", resource, {})] if action == "PutRule" and data.get("Tags") else []
        return [(f"events:{action}", resource, {})] + tagged + [access for target in data.get("Targets", [])
                                                               for access in pass_role(target.get("RoleArn"), "events.amazonaws.com")]
    if service == "sqs":
        resource = arn(data.get("QueueName") or str(data.get("QueueUrl")).split("/")[-1])
        return [(f"sqs:{action}", resource, {})] + ([("sqs:TagQueue", resource, {})] if action == "CreateQueue" and data.get("tags") else [])
    if service == "dynamodb":
        resource = data.get("ResourceArn") or arn(f"table/{data.get('TableName')}")
        return [(f"dynamodb:{action}", resource, {})] + ([("dynamodb:TagResource", resource, {})] if action == "CreateTable" and data.get("Tags") else [])
    if service == "sns":
        first = lambda name: (data.get(name) or [None])[0]
        resource = first("TopicArn") or first("ResourceArn") or arn(first("Name"))
        tagged = [("sns:TagResource", resource, {})] if action == "CreateTopic" and any(name.startswith("Tags") for name in data) else []
        return [(f"sns:{action}", resource, {})] + tagged
    if service == "monitoring":
        first = lambda name: (data.get(name) or [None])[0]
        name = first("AlarmName") or first("AlarmNames.member.1")
        resource = first("ResourceARN") or f"arn:aws:cloudwatch:us-east-1:123456789012:alarm:{name}"
        tagged = [("cloudwatch:TagResource", resource, {})] if action == "PutMetricAlarm" and any(one.startswith("Tags") for one in data) else []
        return [(f"cloudwatch:{action}", "*" if action == "DescribeAlarms" else resource, {})] + tagged
    if service == "sts" and action == "GetCallerIdentity":
        return []  # always allowed
    return [(f"{service}:{action}", "*", {})]


def as_list(value):
    return value if isinstance(value, list) else [value]


def matches(pattern, value):
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), value, re.S) is not None


def holds(operator, wanted, value):
    if value is None:
        return operator.endswith("IfExists")
    if operator.startswith(("StringEquals", "Bool")):
        return value in as_list(wanted)
    if operator.startswith(("StringLike", "ArnEquals", "ArnLike")):
        return any(matches(one, value) for one in as_list(wanted))
    raise NotImplementedError(operator)


def applies(statement, action, resource, context):
    return (any(matches(one.lower(), action.lower()) for one in as_list(statement["Action"]))
            and any(matches(one, resource) for one in as_list(statement["Resource"]))
            and all(holds(operator, wanted, context.get(key)) for operator, keys in statement.get("Condition", {}).items() for key, wanted in keys.items()))


def allowed(statements, access):
    effects = {statement["Effect"] for statement in statements if applies(statement, *access)}
    return "Allow" in effects and "Deny" not in effects


def denied(request, service, is_json, action, resource, context):
    """The refusal in the words and the form of the service's protocol, as AWS sends it."""
    message = f"User: {request._access_key.arn} is not authorized to perform: {action} on resource: {resource}"
    if is_json:
        error = JsonRESTError("AccessDeniedException", message)
        error.code = 400
        return error
    error = AccessDeniedError(request._access_key.arn, action)
    one = f"<Code>{'UnauthorizedOperation' if service == 'ec2' else 'AccessDenied'}</Code><Message>{message}</Message>"
    if service == "s3":
        error.description = f"<Error>{one}</Error>"
    elif service == "ec2":
        error.description = f"<Response><Errors><Error>{one}</Error></Errors></Response>"
    else:
        error.description = f"<ErrorResponse><Error><Type>Sender</Type>{one}</Error></ErrorResponse>"
    return error


def statements_of(policies):
    return [statement for policy in policies for statement in as_list(IAMPolicy(policy)._policy_json["Statement"])]


def require_log_delivery(action, data):
    """Before it makes a machine, Step Functions looks whether the machine's role, not the caller, may deliver its log."""
    if action not in ("CreateStateMachine", "UpdateStateMachine") or data.get("loggingConfiguration", {}).get("level", "OFF") == "OFF":
        return
    backend, role = iam_backends["123456789012"]["aws"], data["roleArn"].split("/")[-1]
    statements = statements_of(backend.get_role_policy(role, name)[1] for name in backend.list_role_policies(role))
    if not all(allowed(statements, (f"logs:{one}", "*", {})) for one in LOG_DELIVERY):
        error = JsonRESTError("AccessDeniedException", "The state machine IAM Role is not authorized to access the Log Destination")
        error.code = 400
        raise error


def is_enforced():
    return ActionAuthenticatorMixin.request_count >= settings.INITIAL_NO_AUTH_ACTION_COUNT


def check(request, service, is_json, checked):
    statements = statements_of(request._access_key.collect_policies())
    for access in checked:
        if not allowed(statements, access):
            print("DENIED", request._access_key.arn, *access, flush=True)
            raise denied(request, service, is_json, *access)


def allowed_elsewhere(request, full_url, headers):
    if is_enforced():
        caller = IAMRequest(account_id="123456789012", method=request.method, path="/", data={}, body=request.data,
                            headers=request.headers, action=request.headers["X-Amz-Target"].split(".")[-1])
        service, action = caller._action.split(":", 1)
        try:
            check(caller, service, True, accesses(service, action, caller, json.loads(request.data)))
        except JsonRESTError as refusal:
            return 400, {}, refusal.description
    return 200, {}, ""


def authorize(self, iam_request_cls, resource="*"):
    if is_enforced():
        parsed = urlparse(self.uri)
        path = self.raw_path + ("?" + parsed.query if parsed.query else "")
        request = iam_request_cls(account_id=self.current_account, method=self.method, path=path, data=self.data, body=self.raw_body,
                                  headers=self.headers, action=self._get_action())
        service, action = request._action.split(":", 1)
        is_json = "json" in self.headers.get("Content-Type", "") or service in ("scheduler", "lambda")
        if service == "s3":
            checked = s3_accesses(self.method, unquote(self.raw_path), parse_qs(parsed.query, keep_blank_values=True), self.raw_body or b"")
        else:
            data = self.data if not is_json else self.body if isinstance(self.body, dict) else json.loads(self.body or "{}")
            checked = accesses(service, action, request, data)
        check(request, service, is_json, checked)
        if service == "states":
            require_log_delivery(action, data)
    else:
        ActionAuthenticatorMixin.request_count += 1


urls.url_paths["{0}/moto-api/allowed"] = allowed_elsewhere
ActionAuthenticatorMixin._authenticate_and_authorize_action = authorize
