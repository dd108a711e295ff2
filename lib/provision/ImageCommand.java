//DEPS info.picocli:picocli:4.7.7
//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:ecr
package lib.provision;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.aws.AwsOptions;
import lib.aws.Image;
import lib.aws.Resource;
import lib.aws.Stack;
import lib.base.Chapters;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** Builds and pushes the image that all chapters run in. */
@Command(name = "image", description = "Build the image for the right processor, push it, and let the jobs use it.")
public final class ImageCommand implements Callable<Integer> {

    /** The chapter, which knows what the jobs are. */
    public interface Jobs {
        List<Resource> jobs(Account account);
    }

    @ParentCommand
    Jobs chapter;

    @Mixin AwsOptions where;

    @Mixin Cli.Output output;

    @Option(names = "--from", paramLabel = "IMAGE",
            description = "Push this image of the container tool instead of building one.")
    String from;

    @Override
    public Integer call() {
        Console console = output.console();
        console.title("Chapter 1. Foundations: the image");
        ContainerTool tool = ContainerTool.required();
        try (Account account = where.open()) {
            AwsErrors.translating("looking at the repository", () -> requireRepository(account));
            String tag = ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss"));
            String image = from == null ? Account.PROJECT + ":" + tag : from;
            console.step(1, "Build the image, or take the given one");
            if (from == null) build(tool, image, account.architecture());
            console.step(2, "Refuse an image for another processor");
            tool.requireArchitecture(image, account.architecture());
            console.step(3, "Push it under a tag that stays, and as latest");
            tool.push(image, Image.repository(account), tag, password(account));
            console.step(4, "Let the jobs use it");
            new Stack(chapter.jobs(account)).apply(console);
            console.good("pushed " + Image.current(account));
            console.next(where.again("./jbangw 06_pipeline.java deploy"));
            if (output.json) console.json(Map.of("image", Image.current(account), "tag", tag));
            return Exit.OK.code;
        }
    }

    private static void requireRepository(Account account) {
        try {
            account.client(EcrClient.builder()).describeRepositories(get -> get.repositoryNames(account.prefix()));
        } catch (RepositoryNotFoundException e) {
            throw new Fault(Exit.CONFIGURATION, "the repository " + account.prefix() + " does not exist",
                    "apply has not run in this account and region", "./jbangw 01_provision.java apply", 1).from(e);
        }
    }

    private static void build(ContainerTool tool, String image, Account.Architecture architecture) {
        Path folder = Chapters.home();
        if (!Files.exists(folder.resolve("Dockerfile"))) {
            throw new Fault(Exit.CONFIGURATION, "there is no Dockerfile in " + folder,
                    "this is not a complete copy of the project",
                    "get the file from the project, or push an image that you have with --from", 1);
        }
        tool.build(folder, image, architecture);
    }

    /** A password for the registry that is good for twelve hours. */
    private static String password(Account account) {
        String token = AwsErrors.translating("signing in to the registry", () -> account.client(EcrClient.builder())
                .getAuthorizationToken().authorizationData().getFirst().authorizationToken());
        return new String(Base64.getDecoder().decode(token)).substring("AWS:".length());
    }
}
