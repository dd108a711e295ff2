package lib.etl;

import java.io.IOException;
import lib.base.Exit;
import lib.base.Fault;

/** What is made of a file that is read. */
public interface Reading<T> {

    T read() throws IOException;

    /** Makes it; a file that cannot be read to its end is a {@link Fault} that names it. */
    static <T> T of(String file, Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new Fault(Exit.UNEXPECTED, file + " cannot be read to its end", e.getMessage(), "run it again", 2)
                    .from(e);
        }
    }
}
