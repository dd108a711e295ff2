package lib.raw;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import lib.base.Fault;

/**
 * Sorts any number of records in the memory of one block.
 *
 * <p>Up to a block, everything stays in memory. Beyond it, sorted blocks go to a temporary file and are merged while
 * they are read (Knuth, The Art of Computer Programming 3, 5.4). The file belongs to nobody but this object: on Unix
 * its name is gone as soon as it is open, so that not even a crash leaves it behind.
 */
public final class ExternalSort<T> implements AutoCloseable {

    /** Writes a record to the disk. */
    public interface Writer<T> {
        void write(T record, DataOutput out) throws IOException;
    }

    /** Reads back what a {@link Writer} wrote. */
    public interface Reader<T> {
        T read(DataInput in) throws IOException;
    }

    /** Records in memory. A block of football matches is about 25 MB; a million matches are 16 blocks. */
    private static final int BLOCK = 1 << 16;
    private static final int BUFFER = 1 << 15;

    private final Comparator<? super T> order;
    private final Writer<T> writer;
    private final Reader<T> reader;
    private final int size;
    private final List<T> block = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();
    private FileChannel file;

    public ExternalSort(Comparator<? super T> order, Writer<T> writer, Reader<T> reader) {
        this(order, writer, reader, BLOCK);
    }

    /** @param size how many records are held in memory at most */
    public ExternalSort(Comparator<? super T> order, Writer<T> writer, Reader<T> reader, int size) {
        this.order = order;
        this.writer = writer;
        this.reader = reader;
        this.size = size;
    }

    /** Takes a record; equal ones stay in the order in which they come. */
    public void add(T record) {
        if (block.size() == size) spill();
        block.add(record);
    }

    /** Hands out every record in order; may be called again. */
    public void forEach(Consumer<? super T> action) {
        block.sort(order);
        if (file == null) {
            block.forEach(action);
            return;
        }
        try {
            PriorityQueue<Run> runs = new PriorityQueue<>();
            for (int i = 0; i <= ends.size(); i++) {
                Run run = new Run(i);
                if (run.advance()) runs.add(run);
            }
            for (Run run; (run = runs.poll()) != null; ) {
                action.accept(run.head);
                if (run.advance()) runs.add(run);
            }
        } catch (IOException e) {
            throw Fault.temporaryFolder(e);
        }
    }

    @Override
    public void close() {
        try {
            if (file != null) file.close();
        } catch (IOException e) {
            throw Fault.temporaryFolder(e);
        }
    }

    private void spill() {
        block.sort(order);
        try {
            if (file == null) {
                file = FileChannel.open(Files.createTempFile("sort", ".tmp"), CREATE, READ, WRITE, DELETE_ON_CLOSE);
            }
            DataOutputStream out = new DataOutputStream(
                    new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
            for (T record : block) writer.write(record, out);
            out.flush();
            ends.add(file.position());
            block.clear();
        } catch (IOException e) {
            throw Fault.temporaryFolder(e);
        }
    }

    /** One sorted block while it is read: the ones on disk, then the one still in memory. */
    private final class Run implements Comparable<Run> {
        private final int index;
        private final DataInputStream in;
        private int next;
        private T head;

        Run(int index) {
            this.index = index;
            this.in = index == ends.size() ? null : new DataInputStream(new BufferedInputStream(
                    new Part(index == 0 ? 0 : ends.get(index - 1), ends.get(index)), BUFFER));
        }

        boolean advance() throws IOException {
            if (next == (in == null ? block.size() : size)) return false;
            head = in == null ? block.get(next) : reader.read(in);
            next++;
            return true;
        }

        @Override
        public int compareTo(Run other) {
            int compared = order.compare(head, other.head);
            return compared != 0 ? compared : Integer.compare(index, other.index);
        }
    }

    /** A part of the file as a stream; many are read in turns, each at its own place. */
    private final class Part extends InputStream {
        private long position;
        private final long end;

        Part(long start, long end) {
            this.position = start;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            throw new EOFException("only whole buffers are read");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (position == end) return -1;
            int read = file.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, end - position)), position);
            position += Math.max(0, read);
            return read;
        }
    }
}
