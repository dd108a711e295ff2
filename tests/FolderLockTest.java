//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java ../lib/lake/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import lib.base.Exit;
import lib.base.Fault;
import lib.lake.FolderLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake that another process, a real one, has locked. */
class FolderLockTest {

    /** A single-file program that locks the file it is given and waits to be ended. */
    private static final String HOLDER = """
            public class Holder {
                public static void main(String[] file) throws Exception {
                    var path = java.nio.file.Path.of(file[0]);
                    try (var channel = java.nio.channels.FileChannel.open(path, java.nio.file.StandardOpenOption.WRITE)) {
                        channel.lock();
                        System.out.println("locked");
                        System.in.read();
                    }
                }
            }
            """;

    @Test
    void aLockOfAnotherProcessIsGivenUp(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("lock"));
        Path source = Files.writeString(folder.resolve("Holder.java"), HOLDER);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process holder = new ProcessBuilder(java, source.toString(), file.toString()).start();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertEquals("locked", holder.inputReader().readLine());
            Fault fault = assertThrows(Fault.class, () -> take(channel));
            assertEquals(Exit.CONFIGURATION, fault.exit);
            assertTrue(fault.remedy.contains("fuser"), fault.remedy);
            holder.getOutputStream().close(); // it reads the end, and ends
            holder.waitFor();
            try (FileLock lock = take(channel)) {
                assertTrue(lock.isValid());
            }
        } finally {
            holder.destroy();
        }
    }

    private static FileLock take(FileChannel channel) throws IOException {
        return FolderLock.take(channel, "./lake", Duration.ofMillis(100), Duration.ofMillis(500));
    }
}
