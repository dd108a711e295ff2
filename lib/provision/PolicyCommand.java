//DEPS info.picocli:picocli:4.7.7
package lib.provision;

import java.util.concurrent.Callable;
import lib.aws.Account;
import lib.aws.AwsOptions;
import lib.base.Cli;
import lib.base.Exit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPolicyWriter;

/** Prints a policy to attach to a learner's user. */
@Command(name = "policy", description = "Print the policy that a learner's user needs: for this chapter, or what "
        + "chapters 4 to 6 need beyond it.")
public final class PolicyCommand implements Callable<Integer> {

    /** Whom a policy is for: who makes the foundations, and who also hosts and runs the pipeline. */
    enum Learner { deployer, runner }

    @Mixin AwsOptions where;

    @Mixin Cli.Output output;

    @Option(names = "--for", paramLabel = "deployer|runner", defaultValue = "deployer",
            description = "For chapter 1, or for chapters 4 to 6 (${DEFAULT-VALUE}).")
    Learner learner;

    @Override
    public Integer call() {
        try (Account account = where.open()) {
            IamPolicy policy = switch (learner) {
                case deployer -> LearnerPolicies.deployer(account);
                case runner -> LearnerPolicies.runner(account);
            };
            output.console().line(policy.toJson(IamPolicyWriter.builder().prettyPrint(true).build()));
            return Exit.OK.code;
        }
    }
}
