//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:iam-policy-builder
package lib.provision;

import static lib.aws.Policies.allow;
import static lib.aws.Policies.lake;
import static lib.aws.Policies.policy;
import static lib.provision.RolePolicies.expressPolicy;
import static lib.provision.RolePolicies.repository;

import java.util.List;
import lib.aws.Account;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/** The policies of people: what a learner's user needs, each statement with its reason. {@code policy} prints them. */
public final class LearnerPolicies {

    private LearnerPolicies() {}

    /** What chapters 4 to 6 need beyond the deployer policy: hosting and the pipeline. */
    public static IamPolicy runner(Account account) {
        return policy(
                // Looking has no side effect, and AWS knows no resource for it.
                allow("Look", "ecs:ListServices cloudwatch:DescribeAlarms", "*"),
                allow("AppRunner", """
                    apprunner:CreateService apprunner:UpdateService apprunner:StartDeployment apprunner:PauseService
                    apprunner:ResumeService apprunner:DeleteService apprunner:DescribeService apprunner:ListOperations
                    apprunner:TagResource""", account.arn("apprunner", "service/" + account.prefix() + "-*")),
                allow("Lambda", """
                    lambda:CreateFunction lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration
                    lambda:GetFunction
                    lambda:DeleteFunction lambda:TagResource lambda:CreateFunctionUrlConfig lambda:GetFunctionUrlConfig
                    lambda:AddPermission lambda:PutFunctionConcurrency lambda:GetFunctionConcurrency
                    lambda:DeleteFunctionConcurrency""", account.arn("lambda", "function:" + account.prefix() + "-*")),
                allow("Express", """
                    ecs:CreateExpressGatewayService ecs:UpdateExpressGatewayService ecs:DescribeExpressGatewayService
                    ecs:DeleteExpressGatewayService ecs:ListServiceDeployments ecs:TagResource""",
                    account.arn("ecs", "service/" + account.prefix() + "/*")),
                allow("Machine", """
                    states:CreateStateMachine states:UpdateStateMachine states:DescribeStateMachine
                    states:DeleteStateMachine states:StartExecution states:ListExecutions states:ListTagsForResource
                    states:TagResource""", account.arn("states", "stateMachine:" + account.prefix() + "-*")),
                allow("Executions", "states:DescribeExecution states:GetExecutionHistory states:StopExecution",
                    account.arn("states", "execution:" + account.prefix() + "-*")),
                allow("Rule", """
                    events:PutRule events:PutTargets events:DescribeRule events:ListTargetsByRule
                    events:ListTagsForResource
                    events:TagResource events:RemoveTargets events:DeleteRule""",
                    account.arn("events", "rule/" + account.prefix() + "-*")),
                allow("Clock", """
                    scheduler:CreateSchedule scheduler:UpdateSchedule scheduler:GetSchedule scheduler:DeleteSchedule""",
                    account.arn("scheduler", "schedule/default/" + account.prefix() + "-*")),
                allow("Queue", """
                    sqs:CreateQueue sqs:DeleteQueue sqs:GetQueueUrl sqs:GetQueueAttributes sqs:SetQueueAttributes
                    sqs:ListQueueTags sqs:TagQueue""", account.arn("sqs", account.prefix() + "-*")),
                // Somebody is told of failures.
                allow("Topic", """
                    sns:CreateTopic sns:DeleteTopic sns:GetTopicAttributes sns:SetTopicAttributes sns:Subscribe
                    sns:ListSubscriptionsByTopic sns:ListTagsForResource sns:TagResource""",
                    account.arn("sns", account.prefix() + "-*")),
                allow("Alarm", """
                    cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms cloudwatch:ListTagsForResource
                    cloudwatch:TagResource""", account.arn("cloudwatch", "alarm:" + account.prefix() + "-*")),
                allow("Table", """
                    dynamodb:CreateTable dynamodb:UpdateTable dynamodb:DescribeTable dynamodb:DeleteTable
                    dynamodb:ListTagsOfResource dynamodb:TagResource""",
                    account.arn("dynamodb", "table/" + account.prefix() + "-*")));
    }

    /** What chapter 1 needs to plan, apply, show and destroy. */
    public static IamPolicy deployer(Account account) {
        String roles = "arn:" + account.partition() + ":iam::" + account.id() + ":role/" + account.prefix() + "-*";
        return policy(
                // Looking has no side effect, and most of these actions know no resource.
                allow("Look", """
                    ec2:DescribeVpcs ec2:DescribeSubnets ec2:DescribeSecurityGroups ecs:DescribeClusters
                    ecs:ListTaskDefinitions ecs:DescribeTaskDefinition logs:DescribeLogGroups iam:ListRoles
                    tag:GetResources
                    apprunner:ListServices ecr:GetAuthorizationToken servicequotas:GetServiceQuota
                    ecs:DeregisterTaskDefinition""", "*"), // AWS knows no resource for the last one
                allow("Bucket", """
                    s3:CreateBucket s3:DeleteBucket s3:ListBucket s3:ListBucketVersions s3:ListBucketMultipartUploads
                    s3:GetBucketPublicAccessBlock s3:PutBucketPublicAccessBlock s3:GetBucketOwnershipControls
                    s3:PutBucketOwnershipControls s3:GetBucketVersioning s3:PutBucketVersioning
                    s3:GetEncryptionConfiguration s3:PutEncryptionConfiguration s3:GetBucketPolicy s3:PutBucketPolicy
                    s3:GetLifecycleConfiguration s3:PutLifecycleConfiguration s3:GetBucketNotification
                    s3:PutBucketNotification s3:GetBucketTagging s3:PutBucketTagging""", lake(account)),
                // Uploads by hand; and every version must go before a bucket can.
                allow("Objects", """
                    s3:GetObject s3:PutObject s3:DeleteObject s3:DeleteObjectVersion s3:AbortMultipartUpload""",
                    lake(account) + "/*"),
                allow("Registry", """
                    ecr:CreateRepository ecr:DeleteRepository ecr:DescribeRepositories ecr:DescribeImages
                    ecr:PutImageTagMutability ecr:PutImageScanningConfiguration ecr:GetLifecyclePolicy
                    ecr:PutLifecyclePolicy ecr:GetRepositoryPolicy ecr:SetRepositoryPolicy ecr:ListTagsForResource
                    ecr:TagResource ecr:BatchCheckLayerAvailability ecr:InitiateLayerUpload ecr:UploadLayerPart
                    ecr:CompleteLayerUpload ecr:PutImage ecr:BatchGetImage ecr:GetDownloadUrlForLayer""",
                    repository(account)),
                allow("Logs", """
                    logs:CreateLogGroup logs:DeleteLogGroup logs:PutRetentionPolicy logs:ListTagsForResource
                    logs:TagResource logs:GetLogEvents logs:DescribeLogStreams logs:FilterLogEvents""",
                    account.arn("logs", "log-group:/" + account.prefix() + "/*"),
                    // App Runner and Step Functions have places of their own for logs.
                    account.arn("logs", "log-group:/aws/apprunner/" + account.prefix() + "-*"),
                    account.arn("logs", "log-group:/aws/vendedlogs/states/" + account.prefix() + "/*")),
                allow("Cluster", "ecs:CreateCluster ecs:DeleteCluster ecs:PutClusterCapacityProviders ecs:TagResource",
                    account.arn("ecs", "cluster/" + account.prefix())),
                allow("Tasks", "ecs:ListTasks ecs:StopTask ecs:DescribeTasks", "*")
                    .addCondition("ArnEquals", "ecs:cluster", account.arn("ecs", "cluster/" + account.prefix())),
                allow("Jobs", "ecs:RegisterTaskDefinition ecs:DeleteTaskDefinitions ecs:TagResource",
                    account.arn("ecs", "task-definition/" + account.prefix() + "-*")),
                allow("Roles", """
                    iam:CreateRole iam:DeleteRole iam:GetRole iam:TagRole iam:ListRoleTags iam:UpdateAssumeRolePolicy
                    iam:ListRolePolicies iam:GetRolePolicy iam:PutRolePolicy iam:DeleteRolePolicy
                    iam:ListAttachedRolePolicies""", roles),
                // Attaching is the way to more rights than one has, so it is open for one policy of AWS only.
                allow("ExpressPolicy", "iam:AttachRolePolicy iam:DetachRolePolicy", roles)
                    .addCondition("ArnEquals", "iam:PolicyARN", expressPolicy(account)),
                // A role may be handed to these services only.
                allow("HandRolesOver", "iam:PassRole", roles)
                    .addConditions("StringEquals", "iam:PassedToService", List.of("ecs-tasks.amazonaws.com",
                            "ecs.amazonaws.com", "states.amazonaws.com", "events.amazonaws.com",
                            "scheduler.amazonaws.com", "build.apprunner.amazonaws.com", "tasks.apprunner.amazonaws.com",
                            "lambda.amazonaws.com")),
                allow("ServiceLinkedRole", "iam:CreateServiceLinkedRole", "*")
                    .addCondition("StringEquals", "iam:AWSServiceName", "ecs.amazonaws.com"),
                allow("FirewallMake", "ec2:CreateSecurityGroup",
                    account.arn("ec2", "security-group/*"), account.arn("ec2", "vpc/*")),
                // Tags may be put on what is just being made, and on nothing else.
                allow("FirewallTag", "ec2:CreateTags", account.arn("ec2", "security-group/*"))
                    .addCondition("StringEquals", "ec2:CreateAction", "CreateSecurityGroup"),
                // Security groups have no name in their ARN; the tag tells ours from others.
                allow("Firewall", """
                    ec2:DeleteSecurityGroup ec2:RevokeSecurityGroupIngress ec2:RevokeSecurityGroupEgress
                    ec2:AuthorizeSecurityGroupEgress""",
                    account.arn("ec2", "security-group/*"))
                    .addCondition("StringEquals", "aws:ResourceTag/project", Account.PROJECT),
                allow("Budget", "budgets:ViewBudget budgets:ModifyBudget",
                    "arn:" + account.partition() + ":budgets::" + account.id() + ":budget/" + account.prefix()));
    }
}
