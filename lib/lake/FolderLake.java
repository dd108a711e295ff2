package lib.lake;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Sha256;

/**
 * A data lake in a folder: a key is a path below it, an object is a plain file.
 *
 * <p>A write goes to a temporary file in the hidden folder {@code .lake}, is forced to the disk and then moved into
 * place in one step. Checks and moves happen under a lock that counts between threads and between processes. Symbolic
 * links below the folder are refused, since they may lead anywhere; the folder itself may be one. A folder that does
 * not exist is an empty lake; the first write makes it.
 */
public final class FolderLake implements Lake {

    private static final Duration STALE = Duration.ofDays(1);
    private static final Duration TELL_AFTER = Duration.ofSeconds(3);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** A file lock belongs to the whole process, so the threads of one need a lock among themselves. */
    private static final Object THREADS = new Object();

    private final Path root;
    private final Path hidden;
    private boolean tidied;

    /** @param root the lake's folder, which need not exist yet */
    public FolderLake(Path root) {
        this.root = root;
        this.hidden = root.resolve(".lake");
    }

    private interface Content {
        void writeTo(OutputStream file) throws IOException;
    }

    private interface Condition {
        boolean holdsFor(Path target) throws IOException;
    }

    @Override
    public Optional<Stored> get(String key) {
        Path path = locate(key);
        try {
            if (isFree(path)) return Optional.empty();
            byte[] bytes = Files.readAllBytes(path);
            return Optional.of(new Stored(bytes, Sha256.of(bytes)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw fault("reading " + key, e);
        }
    }

    @Override
    public InputStream open(String key) {
        Path path = locate(key);
        try {
            if (isFree(path)) throw new NoSuchFileException(key);
            return Files.newInputStream(path);
        } catch (NoSuchFileException e) {
            throw new Fault(Exit.CONFIGURATION, "the data lake " + describe() + " has no " + key,
                    "the step that makes it has not run, or this is another lake",
                    "run the steps before this one, or name the right folder with --lake", 0).from(e);
        } catch (IOException e) {
            throw fault("reading " + key, e);
        }
    }

    @Override
    public List<Entry> list(String prefix) {
        String folder = Rules.folderOf(prefix);
        Path start = folder.isEmpty() ? root : locate(folder);
        List<Entry> entries = new ArrayList<>();
        try {
            if (Files.isRegularFile(root)) throw new NotDirectoryException(root.toString());
            if (Files.isDirectory(start)) {
                Path real = start.toRealPath();
                Files.walkFileTree(real, lister(real, folder, prefix, entries));
            }
        } catch (IOException e) {
            throw fault("listing " + prefix, e);
        }
        entries.sort(Comparator.comparing(Entry::key));
        return entries;
    }

    @Override
    public void put(String key, byte[] bytes) {
        write(key, file -> file.write(bytes), target -> true);
    }

    @Override
    public void put(String key, Path source) {
        Rules.requireReadable(source);
        write(key, file -> Files.copy(source, file), target -> true);
    }

    @Override
    public boolean create(String key, byte[] bytes) {
        return write(key, file -> file.write(bytes), target -> !Files.isRegularFile(target));
    }

    @Override
    public boolean replace(String key, byte[] bytes, String etag) {
        return write(key, file -> file.write(bytes),
                target -> Files.isRegularFile(target) && Sha256.of(Files.readAllBytes(target)).equals(etag));
    }

    @Override
    public String describe() {
        String path = root.toString().replace('\\', '/');
        return root.isAbsolute() || path.startsWith(".") ? path : "./" + path;
    }

    @Override
    public void close() {}

    /** Says whether the condition held, and so whether the object was written. */
    private boolean write(String key, Content content, Condition condition) {
        Path target = locate(key);
        Path temporary = hidden.resolve("write-" + UUID.randomUUID());
        try {
            Files.createDirectories(hidden);
            deleteStaleFiles();
            try {
                try (FileChannel file = FileChannel.open(temporary, CREATE_NEW, WRITE)) {
                    content.writeTo(Channels.newOutputStream(file));
                    // Without this, a power cut after the move could leave an empty file under the object's name.
                    file.force(true);
                }
                return moveIf(condition, temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw fault("writing " + key, e);
        }
    }

    private boolean moveIf(Condition condition, Path temporary, Path target) throws IOException {
        synchronized (THREADS) {
            try (FileChannel file = FileChannel.open(hidden.resolve("lock"), CREATE, WRITE);
                 FileLock _ = FolderLock.take(file, describe(), TELL_AFTER, LONGEST_WAIT)) {
                if (!condition.holdsFor(target)) return false;
                Files.createDirectories(target.getParent());
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                forceNames(target.getParent());
                return true;
            }
        }
    }

    /** Without this, a power cut could keep the second of two writes and lose the first. */
    private static void forceNames(Path folder) {
        try (FileChannel names = FileChannel.open(folder, READ)) {
            names.force(true);
        } catch (IOException e) {
            // Windows opens no folder; the write itself is on the disk.
        }
    }

    /** Removes what crashed runs left behind. A live write touches its file all the time, so it is never a day old. */
    private synchronized void deleteStaleFiles() throws IOException {
        if (tidied) return;
        Instant old = Instant.now().minus(STALE);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(hidden, "write-*")) {
            for (Path file : files) {
                // Another process may be tidying or finishing a write at the same moment.
                try {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) Files.deleteIfExists(file);
                } catch (NoSuchFileException gone) {
                    continue;
                }
            }
        }
        tidied = true;
    }

    /** The file of a key, after a check that no symbolic link stands on the way to it. */
    private Path locate(String key) {
        Lake.requireKey(key);
        Path path = root;
        for (String part : key.split("/")) {
            try {
                path = path.resolve(part);
            } catch (InvalidPathException e) {
                throw new Fault(Exit.CONFIGURATION, "this machine cannot write the file name " + part,
                        "the locale knows no such characters", "export LC_ALL=C.UTF-8 and run it again", 0).from(e);
            }
            if (Files.isSymbolicLink(path)) throw linkFault(path);
        }
        return path;
    }

    /** S3 has no folders: a key that names a folder here, or leads through a file, is one without an object. */
    private boolean isFree(Path path) {
        if (Files.isDirectory(path)) return true;
        for (Path above = path.getParent(); !above.equals(root); above = above.getParent()) {
            if (Files.isRegularFile(above)) return true;
        }
        return false;
    }

    private SimpleFileVisitor<Path> lister(Path start, String folder, String prefix, List<Entry> entries) {
        return new SimpleFileVisitor<>() {
            private String keyOf(Path path) {
                String below = start.relativize(path).toString().replace('\\', '/');
                return folder.isEmpty() ? below : folder + "/" + below;
            }

            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                boolean hidden = !path.equals(start) && path.getFileName().toString().startsWith(".");
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                String key = keyOf(path);
                if (!key.startsWith(prefix) || !Rules.isListed(key)) return FileVisitResult.CONTINUE;
                // Skipping a link silently would hide data that its owner believes to be in the lake.
                if (attributes.isSymbolicLink()) throw linkFault(path);
                if (attributes.isRegularFile()) {
                    entries.add(new Entry(key, attributes.size(), attributes.lastModifiedTime().toInstant()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) return FileVisitResult.CONTINUE; // removed while we looked
                throw e;
            }
        };
    }

    private Fault linkFault(Path link) {
        return new Fault(Exit.USAGE, link + " is a symbolic link inside the data lake",
                "a link may lead out of the lake, so none is followed",
                "copy the file or folder itself to this place", 0);
    }

    private Fault fault(String doing, IOException e) {
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        String what = "the data lake " + describe() + " failed at " + doing.strip() + ": "
                + e.getClass().getSimpleName() + (reason == null ? "" : ", " + reason);
        String cause = switch (e) {
            case AccessDeniedException _ -> "this user may not read or write there";
            case AtomicMoveNotSupportedException _ -> "a part of the lake's folder is on another disk";
            default -> "the disk is full, read-only or gone, or a file stands where a folder is needed";
        };
        return new Fault(Exit.CONFIGURATION, what, cause,
                "look at the folder, its owner and its free space, or name another folder with --lake", 0).from(e);
    }
}
