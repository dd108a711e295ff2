import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes a bill of materials (CycloneDX 1.6, JSON; <a href="https://cyclonedx.org/docs/1.6/json/">cyclonedx.org</a>):
 * {@code java image/Sbom.java REPOSITORY JAR... > sbom.cdx.json}. The coordinates are where a jar lies in Maven's
 * repository. It runs from its source with a JDK alone, for there is nothing else where the image is built. The same
 * jars give the same bytes.
 */
class Sbom {

    public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
        Path repository = Path.of(arguments[0]).toRealPath();
        StringBuilder components = new StringBuilder();
        for (String jar : List.of(arguments).subList(1, arguments.length)) {
            if (!components.isEmpty()) components.append(",\n  ");
            components.append(component(repository.relativize(Path.of(jar).toRealPath()), Path.of(jar)));
        }
        System.out.println("""
                {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
                 "metadata": {"component": {"type": "container", "name": "predictor-fut-br"}},
                 "components": [
                  %s]}""".formatted(components));
    }

    /** @param place group/as/folders/name/version/file */
    private static String component(Path place, Path jar) throws IOException, NoSuchAlgorithmException {
        int version = place.getNameCount() - 2;
        String group = place.subpath(0, version - 1).toString().replace('/', '.').replace('\\', '.');
        String name = place.getName(version - 1).toString();
        String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        return ("{\"type\": \"library\", \"group\": \"%1$s\", \"name\": \"%2$s\", \"version\": \"%3$s\", "
                + "\"purl\": \"pkg:maven/%1$s/%2$s@%3$s\", "
                + "\"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"%4$s\"}]}")
                .formatted(group, name, place.getName(version), sha256);
    }
}
